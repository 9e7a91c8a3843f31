#include "background.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "smartcrop/picture/format_converter.hpp"
#include "smartcrop/picture/pixel_format.hpp"
#include "smartcrop/video/color_coding.hpp"

namespace smartcrop::internal {
namespace {

/// The sample value of a color in each plane.
std::array<double, 4> samples_of(const AVFrame& picture, const std::array<std::uint8_t, 3>& rgb) {
  const PictureFormat own = format_of(picture);
  const AVPixFmtDescriptor& format = describe(own.format);
  const int depth = format.comp[0].depth;
  const double most = (1 << depth) - 1;
  const double red = rgb[0] / 255.0, green = rgb[1] / 255.0, blue = rgb[2] / 255.0;
  if ((format.flags & AV_PIX_FMT_FLAG_RGB) != 0) return {green * most, blue * most, red * most, most};
  const LumaShares share = luma_shares(known_matrix(own.matrix, {picture.width, picture.height}));
  const double luma = share.red * red + (1 - share.red - share.blue) * green + share.blue * blue;
  const double cb = (blue - luma) / (2 * (1 - share.blue)), cr = (red - luma) / (2 * (1 - share.red));
  const double unit = 1 << (depth - 8);
  const double middle = 1 << (depth - 1);
  const bool is_full = own.range == AVCOL_RANGE_JPEG;
  constexpr double kBlack = 16, kLumaSteps = 219, kChromaSteps = 224;  // of studio range, 8 bits
  const auto chroma = [&](double value) { return middle + value * (is_full ? most : kChromaSteps * unit); };
  return {is_full ? luma * most : (kBlack + kLumaSteps * luma) * unit, chroma(cb), chroma(cr), most};
}

/// The middle of a window, cut to the shape of `shape`, in whole samples of a plane.
cv::Rect middle_of(const CropWindow& window, cv::Size shape, cv::Size frame, cv::Size plane) {
  const double scale = std::min(window.w / shape.width, window.h / shape.height);
  const double across = static_cast<double>(plane.width) / frame.width,
               down = static_cast<double>(plane.height) / frame.height;
  const double w = shape.width * scale, h = shape.height * scale;
  const cv::Rect2d exact((window.x + (window.w - w) / 2) * across, (window.y + (window.h - h) / 2) * down,
                         w * across, h * down);
  const cv::Point from(static_cast<int>(exact.x), static_cast<int>(exact.y));
  const cv::Rect whole(from, cv::Size(std::max(1, static_cast<int>(exact.width)),
                                      std::max(1, static_cast<int>(exact.height))));
  return whole & cv::Rect({}, plane);
}

}  // namespace

cv::Size blurred_size(cv::Size output) {
  const double shrink =
      std::max(1.0, std::max(output.width, output.height) / static_cast<double>(kBlurredSide));
  return {std::max(2, static_cast<int>(output.width / shrink)),
          std::max(2, static_cast<int>(output.height / shrink))};
}

void paint_background(AVFrame& picture, const AVFrame& source, const CropWindow& window,
                      const Background& background) {
  const auto format = static_cast<AVPixelFormat>(picture.format);
  const std::array<double, 4> samples = samples_of(picture, background.rgb);
  for (int plane = 0; plane < plane_count(format); ++plane) {
    cv::Mat target = plane_view(picture, plane);
    if (background.fill == Background::Fill::color) {
      target = cv::Scalar(std::round(samples[static_cast<std::size_t>(plane)]));
      continue;
    }
    const cv::Mat whole = plane_view(source, plane);
    const cv::Rect part =
        middle_of(window, {picture.width, picture.height}, {source.width, source.height}, whole.size());
    const cv::Size small = blurred_size(target.size());
    cv::Mat blurred;
    cv::resize(whole(part), blurred, small, 0, 0, cv::INTER_AREA);
    cv::GaussianBlur(blurred, blurred, {}, kBlurSigma, kBlurSigma, cv::BORDER_REPLICATE);
    cv::resize(blurred, target, target.size(), 0, 0, cv::INTER_LINEAR);
  }
}

}  // namespace smartcrop::internal
