#pragma once

#include <opencv2/core/mat.hpp>

namespace smartcrop::internal {

/// The positions of an axis' output samples: sample i lies at `start + i * step`, in source samples (0 = the
/// middle of the first). step > 1 shrinks.
struct AxisMapping {
  double start = 0;
  double step = 1;
  bool operator==(const AxisMapping&) const = default;
};

/// Resamples one plane with a separable Lanczos filter of 3 lobes, widened by `step` where it shrinks so that
/// nothing aliases. Weights are computed at the exact position and centered on it, so that a slow pan is
/// steady: in a pan of 0.1 px a frame a dot moves by 0.1000 px each time, with zimg 3.0 by .086 to .111. For
/// a window of 608x1080 that moves and is not scaled zimg takes 3.2 times as long (it prepares its filter
/// anew for each position); for scaled windows it takes half to three quarters as long. What lies outside
/// the source repeats its edge. A whole-numbered shift copies the samples unchanged. source, output: CV_8UC1
/// or CV_16UC1 of one type; values above `max_value` cannot come out. Rows are divided among `workers`
/// threads; same bits for any number.
void resample_plane(const cv::Mat& source, cv::Mat& output, const AxisMapping& x, const AxisMapping& y,
                    int max_value, int workers);

}  // namespace smartcrop::internal
