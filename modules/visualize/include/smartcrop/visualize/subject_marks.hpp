#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "smartcrop/picture/overlay.hpp"
#include "smartcrop/plan/analysis_document.hpp"

namespace smartcrop {

/// The boxes and names of an analysis' subjects over time, the followed one marked. Labels are drawn once.
/// Immutable, so any number of threads may use it.
class SubjectMarks {
 public:
  /// `plan`: the plan that is shown; it has the followed subject of each shot.
  SubjectMarks(const AnalysisDocument& analysis, const CropPlan& plan);

  /// Where the subjects are at a time, the followed one last.
  std::vector<OverlayMark> at(Time time) const;

  /// Draws the marks into a picture of the whole frame at any scale (CV_8UC3, modified).
  void draw(cv::Mat& bgr, Time time) const;

 private:
  /// The number of the subject that is followed at a time; 0 = none.
  int followed_at(Time time) const;

  /// `usual`, the subject of the shot, if its center is in the window; else, because the window may follow
  /// another for a while, the one with the highest score whose center is.
  int shown_at(Time time, int usual) const;

  struct Known {
    SubjectSummary subject;
    Shot shot;
    cv::Mat label, followed_label;
  };
  std::vector<Known> subjects_;
  std::vector<Shot> shots_;
  std::vector<SpeakerSummary> speakers_;
  CropPlan plan_;
  cv::Size source_;
  int line_px_ = 2;
};

}  // namespace smartcrop
