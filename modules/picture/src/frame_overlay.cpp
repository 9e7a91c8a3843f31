#include "smartcrop/picture/frame_overlay.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "smartcrop/libav/error.hpp"
#include "smartcrop/picture/pixel_format.hpp"

namespace smartcrop {

std::vector<std::string> OverlayOptions::problems() const {
  std::vector<std::string> problems;
  if (!(outside >= 0 && outside <= 1))
    problems.push_back("outside: must be from 0 to 1, is " + std::to_string(outside));
  if (strip_height < 0 || strip_height % 2 != 0)
    problems.push_back("strip_height: must be 0 or more and even, is " + std::to_string(strip_height));
  if (strip_height > 0 && !paint_strip) problems.emplace_back("paint_strip: must be set if there is a strip");
  return problems;
}

cv::Size overlay_size(cv::Size source, const OverlayOptions& overlay) {
  return {std::max(2, source.width / 2 * 2), std::max(2, source.height / 2 * 2) + overlay.strip_height};
}

}  // namespace smartcrop

namespace smartcrop::internal {
namespace {

PictureFormat planar(PictureFormat format) {
  format.format = planar_equivalent(format.format);
  return format;
}

CropperSettings whole_frame(CropperSettings settings, cv::Size picture) {
  settings.output_size = picture;
  settings.output = planar(settings.output);
  return settings;
}

/// The sample of black (luma, RGB) or of no color (Cb, Cr).
double dark_code(const PictureFormat& format, int plane) {
  const AVPixFmtDescriptor& descriptor = describe(format.format);
  const double unit = 1 << (descriptor.comp[0].depth - 8);
  if (is_chroma(format.format, plane)) return 128 * unit;
  // Gray of unspecified range counts as full range, as in FFmpeg.
  const bool is_gray = descriptor.nb_components <= 2 && format.range == AVCOL_RANGE_UNSPECIFIED;
  const bool is_full =
      is_gray || format.range == AVCOL_RANGE_JPEG || (descriptor.flags & AV_PIX_FMT_FLAG_RGB) != 0;
  return is_full ? 0 : 16 * unit;
}

bool is_alpha(const PictureFormat& format, int plane) {
  const AVPixFmtDescriptor& descriptor = describe(format.format);
  return (descriptor.flags & AV_PIX_FMT_FLAG_ALPHA) != 0 &&
         descriptor.comp[descriptor.nb_components - 1].plane == plane;
}

}  // namespace

FrameOverlay::FrameOverlay(CropperSettings cropper, const OverlayOptions& overlay)
    : overlay_(overlay),
      source_size_(cropper.source_size),
      picture_size_(cropper.output_size - cv::Size(0, overlay.strip_height)),
      format_(planar(cropper.output)),
      whole_(whole_frame(cropper, picture_size_)),
      strip_to_format_(format_),
      label_to_format_(format_),
      to_output_(cropper.output) {}

libav::FramePtr FrameOverlay::paint(const AVFrame& frame, const View& view, Time time) {
  const CropWindow all{0, 0, static_cast<double>(picture_size_.width),
                       static_cast<double>(picture_size_.height)};
  const libav::FramePtr whole = whole_.crop(frame, {all, Fit::crop});
  libav::FramePtr output =
      new_picture(format_.format, picture_size_ + cv::Size(0, overlay_.strip_height), *whole);
  output->color_range = whole->color_range;
  paint_picture(*whole, windows_of(view), *output);
  if (overlay_.marks)
    for (const OverlayMark& mark : overlay_.marks(time)) paint_mark(mark, *output);
  if (overlay_.strip_height > 0) paint_strip(time, *output);
  return to_output_.convert(*output);
}

void FrameOverlay::paint_picture(const AVFrame& whole, const std::vector<CropWindow>& windows,
                                 AVFrame& output) const {
  const auto even = [](double px) { return 2 * static_cast<int>(std::lround(px / 2)); };
  for (int plane = 0; plane < plane_count(format_.format); ++plane) {
    const cv::Mat from = plane_view(whole, plane);
    cv::Mat to = plane_view(output, plane)(cv::Rect({}, from.size()));
    if (is_alpha(format_, plane)) {
      from.copyTo(to);
      continue;
    }
    from.convertTo(to, from.type(), overlay_.outside, (1 - overlay_.outside) * dark_code(format_, plane));
    for (const CropWindow& window : windows) {
      const cv::Rect bright = cv::Rect(cv::Point(even(window.x), even(window.y)),
                                       cv::Point(even(window.x + window.w), even(window.y + window.h))) &
                              cv::Rect({}, picture_size_);
      const cv::Rect inside = in_plane(bright, format_.format, plane);
      from(inside).copyTo(to(inside));
    }
  }
}

libav::FramePtr FrameOverlay::in_format(const cv::Mat& bgr, const AVFrame& like) {
  const cv::Size size((bgr.cols + 1) / 2 * 2, (bgr.rows + 1) / 2 * 2);
  const libav::FramePtr frame = new_picture(AV_PIX_FMT_BGR24, size, like);
  frame->color_range = AVCOL_RANGE_JPEG;
  cv::Mat pixels(size, CV_8UC3, frame->data[0], static_cast<std::size_t>(frame->linesize[0]));
  cv::copyMakeBorder(bgr, pixels, 0, size.height - bgr.rows, 0, size.width - bgr.cols, cv::BORDER_REPLICATE);
  return label_to_format_.convert(*frame);
}

void FrameOverlay::fill(const cv::Rect& area, const cv::Scalar& bgr, AVFrame& output) {
  const cv::Rect seen = area & cv::Rect({}, picture_size_);
  if (seen.empty()) return;
  auto color = std::ranges::find(colors_, bgr, &std::pair<cv::Scalar, libav::FramePtr>::first);
  if (color == colors_.end()) {
    constexpr int kSide = 16;  // scalers refuse smaller pictures
    colors_.emplace_back(bgr, in_format(cv::Mat(kSide, kSide, CV_8UC3, bgr), output));
    color = std::prev(colors_.end());
  }
  for (int plane = 0; plane < plane_count(format_.format); ++plane) {
    const cv::Scalar code = cv::mean(plane_view(*color->second, plane));
    plane_view(output, plane)(in_plane(seen, format_.format, plane)).setTo(code);
  }
}

void FrameOverlay::paste(const AVFrame& picture, cv::Point corner, AVFrame& output) const {
  const cv::Rect whole(corner, cv::Size(picture.width, picture.height));
  const cv::Rect seen = whole & cv::Rect({}, picture_size_);
  if (seen.empty()) return;
  for (int plane = 0; plane < plane_count(format_.format); ++plane) {
    const cv::Rect from = in_plane(seen - corner, format_.format, plane);
    plane_view(picture, plane)(from).copyTo(plane_view(output, plane)(in_plane(seen, format_.format, plane)));
  }
}

void FrameOverlay::paint_mark(const OverlayMark& mark, AVFrame& output) {
  const auto even = [](double px) { return 2 * static_cast<int>(std::lround(px / 2)); };
  const cv::Rect box = cv::Rect(cv::Point(even(mark.box.x), even(mark.box.y)),
                                cv::Point(even(mark.box.br().x), even(mark.box.br().y))) &
                       cv::Rect({}, picture_size_);
  if (box.empty()) return;
  const int width = std::max(2, even(mark.width_px));
  fill({box.x, box.y, box.width, width}, mark.bgr, output);
  fill({box.x, box.br().y - width, box.width, width}, mark.bgr, output);
  fill({box.x, box.y, width, box.height}, mark.bgr, output);
  fill({box.br().x - width, box.y, width, box.height}, mark.bgr, output);
  if (mark.label.empty()) return;
  libav::FramePtr& label = labels_[mark.label.data];
  if (!label) {
    label_pixels_.push_back(mark.label);
    label = in_format(mark.label, output);
  }
  // Above the box, or inside it at the picture's upper edge.
  const int left = std::clamp(box.x, 0, std::max(0, (picture_size_.width - label->width) / 2 * 2));
  const int above = box.y - label->height / 2 * 2;
  paste(*label, {left, above >= 0 ? above : box.y}, output);
}

void FrameOverlay::paint_strip(Time time, AVFrame& output) {
  const cv::Size size(picture_size_.width, overlay_.strip_height);
  const libav::FramePtr bgr = new_picture(AV_PIX_FMT_BGR24, size, output);
  bgr->color_range = AVCOL_RANGE_JPEG;
  cv::Mat strip(size, CV_8UC3, bgr->data[0], static_cast<std::size_t>(bgr->linesize[0]));
  strip.setTo(cv::Scalar::all(0));
  overlay_.paint_strip(strip, time);
  const libav::FramePtr converted = strip_to_format_.convert(*bgr);
  for (int plane = 0; plane < plane_count(format_.format); ++plane) {
    const cv::Rect place = in_plane({{0, picture_size_.height}, size}, format_.format, plane);
    plane_view(*converted, plane).copyTo(plane_view(output, plane)(place));
  }
}

}  // namespace smartcrop::internal
