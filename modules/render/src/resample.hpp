#pragma once

#include <opencv2/core/mat.hpp>

namespace smartcrop::internal {

/// Where the samples of an output axis lie on the source axis: sample i at `start + i * step`, in source
/// samples (0 = the middle of the first). step > 1 shrinks.
struct AxisMapping {
  double start = 0;
  double step = 1;
  bool operator==(const AxisMapping&) const = default;
};

/// Resamples one plane with a separable Lanczos filter of 3 lobes, widened by `step` where it shrinks so that
/// nothing aliases; weights are computed at the exact position, so that a slow pan is steady. What lies
/// outside the source repeats its edge. A whole-numbered shift copies the samples unchanged. source, output:
/// CV_8UC1 or CV_16UC1 of one type; values above `max_value` cannot come out. Rows are shared out over
/// `workers` threads; same bits for any number.
void resample_plane(const cv::Mat& source, cv::Mat& output, const AxisMapping& x, const AxisMapping& y,
                    int max_value, int workers);

}  // namespace smartcrop::internal
