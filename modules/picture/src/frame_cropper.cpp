#include "smartcrop/picture/frame_cropper.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>

#include "background.hpp"
#include "resample.hpp"
#include "smartcrop/core/output_halves.hpp"
#include "smartcrop/core/padded_place.hpp"
#include "smartcrop/libav/error.hpp"
#include "smartcrop/picture/pixel_format.hpp"

namespace smartcrop::internal {
namespace {

bool is_whole(double value) {
  return std::abs(value - std::round(value)) < 1e-6;
}

/// Where chroma samples lie, in luma px from the left (top) edge of the block of luma samples they stand for.
struct Siting {
  double x = 1, y = 1;
};

Siting siting_of(AVChromaLocation location, const AVPixFmtDescriptor& format) {
  // Unspecified: left, as MPEG-2 and later codecs define it.
  const bool left = location == AVCHROMA_LOC_UNSPECIFIED || location == AVCHROMA_LOC_LEFT ||
                    location == AVCHROMA_LOC_TOPLEFT || location == AVCHROMA_LOC_BOTTOMLEFT;
  const bool top = location == AVCHROMA_LOC_TOPLEFT || location == AVCHROMA_LOC_TOP;
  const bool bottom = location == AVCHROMA_LOC_BOTTOMLEFT || location == AVCHROMA_LOC_BOTTOM;
  const double width = 1 << format.log2_chroma_w, height = 1 << format.log2_chroma_h;
  return {left ? 0.5 : width / 2, top ? 0.5 : bottom ? height - 0.5 : height / 2};
}

/// Output sample j of a plane stands at luma coordinate `block * j + site` of the output, that is at
/// `start + (block * j + site) * scale` of the source, where source sample i stands at `block * i + site`.
AxisMapping mapping(double start, double scale, int block, double site) {
  return {(start + site * scale - site) / block, scale};
}

cv::RotateFlags rotation_code(int clockwise_degrees) {
  if (clockwise_degrees == 90) return cv::ROTATE_90_CLOCKWISE;
  return clockwise_degrees == 180 ? cv::ROTATE_180 : cv::ROTATE_90_COUNTERCLOCKWISE;
}

void turn_plane(const cv::Mat& source, Orientation orientation, cv::Mat output) {
  constexpr int kAroundVerticalAxis = 1;
  if (orientation.clockwise_degrees == 0) {
    cv::flip(source, output, kAroundVerticalAxis);
    return;
  }
  if (!orientation.mirrored) {
    cv::rotate(source, output, rotation_code(orientation.clockwise_degrees));
    return;
  }
  cv::Mat mirrored;  // never the decoder's own memory, which later pictures refer to
  cv::flip(source, mirrored, kAroundVerticalAxis);
  cv::rotate(mirrored, output, rotation_code(orientation.clockwise_degrees));
}

bool is_bottom_up(const AVFrame& frame) {
  return std::any_of(std::begin(frame.linesize), std::end(frame.linesize), [](int line) { return line < 0; });
}

}  // namespace

CropWindow window_in_stored(const CropWindow& window, Orientation orientation, cv::Size displayed) {
  const double width = displayed.width, height = displayed.height;
  CropWindow stored = window;
  double stored_width = width;
  if (orientation.clockwise_degrees == 90) {
    stored = {window.y, width - window.x - window.w, window.h, window.w};
    stored_width = height;
  } else if (orientation.clockwise_degrees == 180) {
    stored = {width - window.x - window.w, height - window.y - window.h, window.w, window.h};
  } else if (orientation.clockwise_degrees == 270) {
    stored = {height - window.y - window.h, window.x, window.h, window.w};
    stored_width = height;
  }
  if (orientation.mirrored) stored.x = stored_width - stored.x - stored.w;
  return stored;
}

AVChromaLocation turned_location(AVChromaLocation location, Orientation orientation) {
  if (orientation.is_upright() || location == AVCHROMA_LOC_CENTER) return location;
  if (location != AVCHROMA_LOC_LEFT || orientation.mirrored) return AVCHROMA_LOC_UNSPECIFIED;
  if (orientation.clockwise_degrees == 90) return AVCHROMA_LOC_TOP;
  return orientation.clockwise_degrees == 270 ? AVCHROMA_LOC_BOTTOM : AVCHROMA_LOC_UNSPECIFIED;
}

FrameCropper::FrameCropper(const CropperSettings& settings)
    : settings_(settings), turned_output_(settings.output_size), to_output_(settings.output) {
  if (settings.orientation.swaps_sides()) std::swap(turned_output_.width, turned_output_.height);
}

libav::FramePtr FrameCropper::crop_both(const AVFrame& frame, const View& view) {
  const std::array<cv::Rect, 2> halves = output_halves(settings_.output_size);
  PictureFormat format = settings_.output;
  format.format = planar_equivalent(format.format);
  if (!first_) {
    CropperSettings half = settings_;
    half.output = format;
    half.output_size = halves[0].size();
    first_ = std::make_unique<FrameCropper>(half);
    half.output_size = halves[1].size();
    second_ = std::make_unique<FrameCropper>(half);
  }
  const std::array<libav::FramePtr, 2> pictures{first_->crop(frame, {view.window}),
                                                second_->crop(frame, {*view.second})};
  libav::FramePtr output = new_picture(format.format, settings_.output_size, *pictures[0]);
  output->color_range = pictures[0]->color_range;
  for (std::size_t i = 0; i < pictures.size(); ++i)
    for (int plane = 0; plane < plane_count(format.format); ++plane)
      plane_view(*pictures[i], plane)
          .copyTo(plane_view(*output, plane)(in_plane(halves[i], format.format, plane)));
  return to_output_.convert(*output);
}

libav::FramePtr FrameCropper::crop(const AVFrame& frame, const View& view) {
  if (view.second) return crop_both(frame, view);
  if (is_bottom_up(frame)) {
    const libav::FramePtr top_down =
        new_picture(static_cast<AVPixelFormat>(frame.format), {frame.width, frame.height}, frame);
    libav::check(av_frame_copy(top_down.get(), &frame), "a frame cannot be copied");
    return crop(*top_down, view);
  }
  CropWindow stored = window_in_stored(view.window, settings_.orientation, settings_.source_size);
  cv::Size source = settings_.source_size;
  if (settings_.orientation.swaps_sides()) std::swap(source.width, source.height);
  const double x_scale = static_cast<double>(frame.width) / source.width;
  const double y_scale = static_cast<double>(frame.height) / source.height;
  stored = {stored.x * x_scale, stored.y * y_scale, stored.w * x_scale, stored.h * y_scale};

  const AVPixFmtDescriptor& format = describe(static_cast<AVPixelFormat>(frame.format));
  const bool is_cut =
      is_whole(stored.x / (1 << format.log2_chroma_w)) && is_whole(stored.y / (1 << format.log2_chroma_h)) &&
      std::abs(stored.w - turned_output_.width) < 1e-6 && std::abs(stored.h - turned_output_.height) < 1e-6 &&
      (format.flags & AV_PIX_FMT_FLAG_BITSTREAM) == 0;
  if (is_cut) {
    const cv::Point corner(static_cast<int>(std::lround(stored.x)), static_cast<int>(std::lround(stored.y)));
    return to_output_.convert(*make_upright(cut(frame, {corner, turned_output_})));
  }
  const AVPixelFormat plain = without_range(static_cast<AVPixelFormat>(frame.format));
  if (is_plain_planar(plain)) {
    return to_output_.convert(*make_upright(resample(frame, {stored, view.fit})));
  }
  const AVPixelFormat planar = planar_equivalent(plain);
  if (!to_planar_ || planar_ != planar) {
    planar_ = planar;
    to_planar_.emplace(PictureFormat{planar, frame.colorspace, format_of(frame).range});
  }
  return to_output_.convert(*make_upright(resample(*to_planar_->convert(frame), {stored, view.fit})));
}

libav::FramePtr FrameCropper::cut(const AVFrame& frame, const cv::Rect& window) const {
  libav::FramePtr output = libav::make_frame();
  libav::check(av_frame_ref(output.get(), &frame), "no memory for a frame");
  output->crop_left = static_cast<std::size_t>(window.x);
  output->crop_top = static_cast<std::size_t>(window.y);
  output->crop_right = static_cast<std::size_t>(frame.width - window.x - window.width);
  output->crop_bottom = static_cast<std::size_t>(frame.height - window.y - window.height);
  libav::check(av_frame_apply_cropping(output.get(), AV_FRAME_CROP_UNALIGNED), "a frame cannot be cropped");
  return output;
}

libav::FramePtr FrameCropper::resample(const AVFrame& frame, const View& view) const {
  const CropWindow& window = view.window;
  const AVPixelFormat format = without_range(static_cast<AVPixelFormat>(frame.format));
  const AVPixFmtDescriptor& descriptor = describe(format);
  libav::FramePtr output = new_picture(format, turned_output_, frame);
  output->color_range = format_of(frame).range;
  cv::Rect place({}, turned_output_);
  if (view.fit == Fit::pad) {
    place = place_in(turned_output_, window, {1 << descriptor.log2_chroma_w, 1 << descriptor.log2_chroma_h});
    if (place.size() != turned_output_) paint_background(*output, frame, window, settings_.background);
  }
  const double x_scale = window.w / place.width, y_scale = window.h / place.height;
  const Siting chroma = siting_of(settings_.chroma_location, descriptor);
  for (int plane = 0; plane < plane_count(format); ++plane) {
    const bool full = !is_chroma(format, plane);
    const int x_block = full ? 1 : 1 << descriptor.log2_chroma_w,
              y_block = full ? 1 : 1 << descriptor.log2_chroma_h;
    const Siting site = full ? Siting{0.5, 0.5} : chroma;
    const cv::Rect part(place.x / x_block, place.y / y_block, (place.width + x_block - 1) / x_block,
                        (place.height + y_block - 1) / y_block);
    cv::Mat target = plane_view(*output, plane)(part);
    resample_plane(plane_view(frame, plane), target, mapping(window.x, x_scale, x_block, site.x),
                   mapping(window.y, y_scale, y_block, site.y), (1 << descriptor.comp[0].depth) - 1,
                   settings_.workers);
  }
  return output;
}

libav::FramePtr FrameCropper::make_upright(libav::FramePtr frame) {
  if (settings_.orientation.is_upright()) return frame;
  const PictureFormat own = format_of(*frame);
  const AVPixFmtDescriptor& d = describe(own.format);
  AVPixelFormat turnable = planar_equivalent(own.format);
  if (d.log2_chroma_w != d.log2_chroma_h && settings_.orientation.swaps_sides()) {
    // Subsampled along one axis only: after a quarter turn it would be the other one.
    turnable = with_subsampling(turnable, 0, 0).value_or(AV_PIX_FMT_YUV444P);
  }
  const libav::FramePtr source = FormatConverter({turnable, own.matrix, own.range}).convert(*frame);
  libav::FramePtr output = new_picture(turnable, settings_.output_size, *source);
  output->color_range = own.range;
  for (int plane = 0; plane < plane_count(turnable); ++plane) {
    turn_plane(plane_view(*source, plane), settings_.orientation, plane_view(*output, plane));
  }
  return output;
}

}  // namespace smartcrop::internal
