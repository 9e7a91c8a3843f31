#include "network.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <opencv2/imgproc.hpp>
#include <system_error>
#include <utility>

#include "smartcrop/core/error.hpp"

namespace smartcrop::internal {
namespace {

cv::Mat resized(const cv::Mat& plane, cv::Size size) {
  if (plane.size() == size) return plane;
  cv::Mat result;
  cv::resize(plane, result, size, 0, 0, size.width < plane.cols ? cv::INTER_AREA : cv::INTER_LINEAR);
  return result;
}

cv::Mat blob_of(cv::Size size) {
  const std::array<int, 4> shape{1, 3, size.height, size.width};
  return cv::Mat(static_cast<int>(shape.size()), shape.data(), CV_32F, cv::Scalar(0));
}

/// Writes the frame's planes, brought to the size of `place` by `fit`, there into the blob.
template <typename Fit>
void write_colors(const SmallFrame& frame, const Fit& fit, cv::Rect place, const ColorPlanes& colors,
                  cv::Mat& blob) {
  const cv::Size size = place.size();
  const bool gray = frame.cb.empty() || frame.cr.empty();
  const cv::Mat luma = fit(frame.luma);
  const cv::Mat neutral(1, size.width, CV_16UC1, cv::Scalar(128 << kMapFractionBits));
  const cv::Mat cb = gray ? neutral : fit(frame.cb);
  const cv::Mat cr = gray ? neutral : fit(frame.cr);
  const RgbFromCodes exact = rgb_from_codes(frame.coding);
  const auto black = static_cast<float>(exact.black), luma_gain = static_cast<float>(exact.luma_gain),
             red_cr = static_cast<float>(exact.red_cr), green_cb = static_cast<float>(exact.green_cb),
             green_cr = static_cast<float>(exact.green_cr), blue_cb = static_cast<float>(exact.blue_cb);
  constexpr auto kUnit = static_cast<float>(kMapUnit);
  const std::array<int, 3> order = colors.blue_first ? std::array{2, 1, 0} : std::array{0, 1, 2};
  for (int row = 0; row < size.height; ++row) {
    const auto* y = luma.ptr<std::uint16_t>(row);
    const auto* u = cb.ptr<std::uint16_t>(gray ? 0 : row);
    const auto* v = cr.ptr<std::uint16_t>(gray ? 0 : row);
    const auto plane = [&](std::size_t color) {
      return blob.ptr<float>(0, order[color], place.y + row) + place.x;
    };
    const auto normal = [&](std::size_t color, float value) {
      const auto channel = static_cast<std::size_t>(order[color]);
      return (std::clamp(value, 0.0F, 255.0F) - colors.mean[channel]) / colors.spread[channel];
    };
    float* const red = plane(0);
    float* const green = plane(1);
    float* const blue = plane(2);
    for (int column = 0; column < size.width; ++column) {
      const float light = luma_gain * (static_cast<float>(y[column]) * kUnit - black);
      const float blueness = static_cast<float>(u[column]) * kUnit - 128;
      const float redness = static_cast<float>(v[column]) * kUnit - 128;
      red[column] = normal(0, light + red_cr * redness);
      green[column] = normal(1, light + green_cb * blueness + green_cr * redness);
      blue[column] = normal(2, light + blue_cb * blueness);
    }
  }
}

}  // namespace

void require_file(const std::string& path, const std::string& what) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) throw Error(what + " '" + path + "' is not a file");
}

Letterbox::Letterbox(cv::Size map, cv::Size input_size, double most) : input(input_size) {
  const double fit = std::min(
      {static_cast<double>(input.width) / map.width, static_cast<double>(input.height) / map.height, most});
  const auto side = [fit](int length, int longest) {
    return std::clamp(static_cast<int>(std::lround(fit * length)), 1, longest);
  };
  picture.width = side(map.width, input.width);
  picture.height = side(map.height, input.height);
  picture.x = (input.width - picture.width) / 2;
  picture.y = (input.height - picture.height) / 2;
  cells_per_px = {static_cast<double>(map.width) / picture.width,
                  static_cast<double>(map.height) / picture.height};
}

Letterbox Letterbox::stretched(cv::Size map, cv::Size input_size) {
  Letterbox box(map, input_size);
  box.picture = {{}, input_size};
  box.cells_per_px = {static_cast<double>(map.width) / input_size.width,
                      static_cast<double>(map.height) / input_size.height};
  return box;
}

cv::Mat network_input(const SmallFrame& frame, const Letterbox& box, const ColorPlanes& colors) {
  cv::Mat blob = blob_of(box.input);
  const auto fit = [&](const cv::Mat& plane) { return resized(plane, box.picture.size()); };
  write_colors(frame, fit, box.picture, colors, blob);
  return blob;
}

cv::Mat network_input(const SmallFrame& frame, const cv::Rect2d& part, cv::Size input,
                      const ColorPlanes& colors) {
  // Cells from pixels of the input; cell and pixel i have their middle at i + 1/2.
  const double x_step = part.width / input.width;
  const double y_step = part.height / input.height;
  const cv::Matx23d cells_from_px(x_step, 0, part.x + x_step / 2 - 0.5, 0, y_step, part.y + y_step / 2 - 0.5);
  const auto fit = [&](const cv::Mat& plane) {
    cv::Mat result;
    cv::warpAffine(plane, result, cells_from_px, input, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                   cv::BORDER_REPLICATE);
    return result;
  };
  cv::Mat blob = blob_of(input);
  write_colors(frame, fit, {{}, input}, colors, blob);
  return blob;
}

CropWindow in_frame(const CropWindow& cells, const MapGeometry& geometry) {
  const auto clipped = [&](double from, double length, int frame) {
    const double start = std::clamp(from * geometry.block, 0.0, static_cast<double>(frame));
    const double end = std::clamp((from + length) * geometry.block, 0.0, static_cast<double>(frame));
    return std::pair{start, end - start};
  };
  const auto [x, w] = clipped(cells.x, cells.w, geometry.source.width);
  const auto [y, h] = clipped(cells.y, cells.h, geometry.source.height);
  return {x, y, w, h};
}

}  // namespace smartcrop::internal
