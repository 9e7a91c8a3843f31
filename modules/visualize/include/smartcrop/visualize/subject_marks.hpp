#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "smartcrop/picture/overlay.hpp"
#include "smartcrop/plan/analysis_document.hpp"

namespace smartcrop {

/// The boxes and names of an analysis' subjects over time, the followed one marked. Labels are drawn once.
/// Immutable, so any number of threads may ask.
class SubjectMarks {
 public:
  /// `plan`: whose windows are shown; it says which subject each shot follows.
  SubjectMarks(const AnalysisDocument& analysis, const CropPlan& plan);

  /// Where the subjects are at a time, the followed one last.
  std::vector<OverlayMark> at(Time time) const;

  /// Draws them into a picture of the whole frame at any scale, CV_8UC3, modified.
  void draw(cv::Mat& bgr, Time time) const;

 private:
  /// The number of the subject that is followed at a time; 0 = none.
  int followed_at(Time time) const;

  /// The usual subject of the shot if the window has its middle, else the one with the highest score of which
  /// that holds: the window may have gone to another for a while.
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
