#pragma once

#include <opencv2/core/mat.hpp>

#include "smartcrop/visualize/charts.hpp"

namespace smartcrop {

/// All metrics over time as a strip below a video, with a line at the current time and its values. The chart
/// is drawn once; each frame takes a copy and some text. Immutable, so any number of threads may use it.
class TimelineStrip {
 public:
  /// `width_px`: of the picture. Throws std::invalid_argument for a document without a timeline.
  TimelineStrip(const AnalysisDocument& analysis, int width_px);

  int height_px() const { return base_.rows; }  ///< even

  /// `bgr`: CV_8UC3 of the strip's size, modified.
  void paint(cv::Mat& bgr, Time time) const;

 private:
  MetricCurves timeline_;
  TimelineChart chart_;
  double scale_ = 1;
  cv::Mat base_;
};

}  // namespace smartcrop
