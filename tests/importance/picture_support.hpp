#pragma once

// Pictures made for tests of what stays in place: seams and insets.

#include <functional>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "smartcrop/importance/edge_comparison.hpp"

namespace smartcrop::test {

inline const MapGeometry kGeometry{{640, 360}, 2};  // a 320x180 map

/// Blurred noise of the map's size, CV_8UC1, `shift` px to the left.
inline cv::Mat texture(int seed, int shift) {
  cv::Mat all(180, 320 + 400, CV_8UC1);
  cv::RNG random(static_cast<std::uint64_t>(seed));
  random.fill(all, cv::RNG::UNIFORM, 0, 256);
  cv::GaussianBlur(all, all, {}, 4);
  cv::normalize(all, all, 0, 255, cv::NORM_MINMAX);
  return all(cv::Rect(shift, 0, 320, 180)).clone();
}

/// 6 s at 10 frames a second; `picture(t)`: CV_8UC1.
inline std::vector<EdgeComparison> comparisons_in(const std::function<cv::Mat(int)>& picture) {
  EdgeComparisonRecorder recorder;
  std::vector<EdgeComparison> comparisons;
  for (int t = 0; t < 60; ++t) {
    SmallFrame frame{{t}, {Rational(t, 10)}, kGeometry, {}, {}, {}};
    picture(t).convertTo(frame.luma, CV_16U, 256);
    if (auto comparison = recorder.add(frame)) comparisons.push_back(*comparison);
  }
  return comparisons;
}

}  // namespace smartcrop::test
