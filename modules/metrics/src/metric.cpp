// Compiled with -fno-math-errno, so that std::sqrt is the processor's (correctly rounded) instruction and
// vectorizes.
#include "smartcrop/metrics/metric.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <string>

namespace smartcrop {
namespace {

void check(const char* map, const cv::Mat& plane) {
  if (plane.empty() || plane.type() != CV_16UC1) {
    throw std::invalid_argument(std::string(map) + ": the plane must be CV_16UC1 and not empty");
  }
}

void check_pair(const char* map, const cv::Mat& a, const cv::Mat& b) {
  check(map, a);
  check(map, b);
  if (a.size() != b.size()) throw std::invalid_argument(std::string(map) + ": the planes differ in size");
}

std::uint16_t rounded(float value) {
  return static_cast<std::uint16_t>(static_cast<int>(value + 0.5F));
}

/// f(a, b) for each cell of two maps of one type.
template <typename In, typename Function>
cv::Mat combined(const cv::Mat& a, const cv::Mat& b, Function f) {
  cv::Mat map(a.size(), CV_16UC1);
  for (int y = 0; y < a.rows; ++y) {
    std::transform(a.ptr<In>(y), a.ptr<In>(y) + a.cols, b.ptr<In>(y), map.ptr<std::uint16_t>(y), f);
  }
  return map;
}

}  // namespace

// What is between input and map stays allocated: the pages of fresh memory cost more than the arithmetic.

cv::Mat motion_map(const cv::Mat& previous_luma, const cv::Mat& luma) {
  check_pair("motion_map", previous_luma, luma);
  cv::Mat map;
  cv::absdiff(previous_luma, luma, map);
  return map;
}

cv::Mat edge_map(const cv::Mat& luma) {
  check("edge_map", luma);
  thread_local cv::Mat across, down;
  cv::Sobel(luma, across, CV_32F, 1, 0, 3, 1, 0, cv::BORDER_REPLICATE);
  cv::Sobel(luma, down, CV_32F, 0, 1, 3, 1, 0, cv::BORDER_REPLICATE);
  // Not cv::magnitude: it may fuse the multiplication with the addition, depending on the processor.
  return combined<float>(across, down,
                         [](float gx, float gy) { return rounded(std::sqrt(gx * gx + gy * gy) * 0.125F); });
}

cv::Mat complexity_map(const cv::Mat& luma) {
  check("complexity_map", luma);
  thread_local cv::Mat coarse, squares, sum, sum_of_squares;
  coarse.create(luma.size(), CV_32SC1);
  for (int y = 0; y < luma.rows; ++y) {
    std::transform(luma.ptr<std::uint16_t>(y), luma.ptr<std::uint16_t>(y) + luma.cols,
                   coarse.ptr<std::int32_t>(y), [](int code) { return (code + 8) >> 4; });
  }
  cv::multiply(coarse, coarse, squares);
  const cv::Size around(5, 5);
  cv::boxFilter(coarse, sum, CV_32S, around, cv::Point(-1, -1), false, cv::BORDER_REPLICATE);
  cv::boxFilter(squares, sum_of_squares, CV_32S, around, cv::Point(-1, -1), false, cv::BORDER_REPLICATE);
  // sqrt(n S2 - S1^2) / n is the deviation in 1/16 codes; times 16 for the unit of the map. n S2 - S1^2 =
  // n^2 variance <= n^2 (range / 2)^2 = 25^2 2048^2 < 2^32: right although the terms wrap around.
  return combined<std::uint32_t>(sum, sum_of_squares, [](std::uint32_t s1, std::uint32_t s2) {
    return rounded(std::sqrt(static_cast<float>(25 * s2 - s1 * s1)) * 0.64F);
  });
}

cv::Mat saturation_map(const cv::Mat& cb, const cv::Mat& cr) {
  check_pair("saturation_map", cb, cr);
  constexpr float kGray = 128 << 8;
  return combined<std::uint16_t>(cb, cr, [](std::uint16_t b, std::uint16_t r) {
    const float u = static_cast<float>(b) - kGray;
    const float v = static_cast<float>(r) - kGray;
    return rounded(std::sqrt(u * u + v * v));
  });
}

namespace internal {

cv::Mat motion_of(const FramePair& pair) {
  return motion_map(pair.previous->luma, pair.frame.luma);
}

cv::Mat complexity_of(const FramePair& pair) {
  return complexity_map(pair.frame.luma);
}

cv::Mat edges_of(const FramePair& pair) {
  return edge_map(pair.frame.luma);
}

cv::Mat saturation_of(const FramePair& pair) {
  const SmallFrame& frame = pair.frame;
  return frame.cb.empty() ? cv::Mat::zeros(frame.luma.size(), CV_16UC1) : saturation_map(frame.cb, frame.cr);
}

}  // namespace internal

std::optional<cv::Mat> map_of(Metric metric, const FramePair& pair) {
  const MetricEntry& entry = entry_of(metric);
  if (entry.needs_previous && !pair.previous) return std::nullopt;
  return entry.map(pair);
}

}  // namespace smartcrop
