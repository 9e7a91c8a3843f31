#pragma once

#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

#include "smartcrop/analysis/scenes.hpp"
#include "smartcrop/plan/analysis_document.hpp"

namespace smartcrop {

/// A moment of the video.
struct ReportFrame {
  Time time;
  cv::Mat bgr;  ///< CV_8UC3, the whole frame as displayed, at any scale
};

struct ReportCommand {
  std::string what;     ///< "Crop the video with this window"
  std::string command;  ///< for a POSIX shell
};

/// What a report shows.
struct ReportContent {
  const AnalysisDocument& analysis;  ///< with at least one aspect ratio, each with a candidate
  std::vector<CropPlan> plans;       ///< the windows to show, one plan for each aspect ratio
  ReportFrame representative;        ///< shown large
  std::vector<ReportFrame> others;   ///< shown small
  std::vector<ReportCommand> commands;
  std::vector<SceneRow> scenes = {};  ///< of the first plan, none where it has none
};

/// A page of HTML that needs nothing else: pictures are inside, scripts there are none. Made to be read on a
/// phone (from 320 px on) and a desk, in light and dark. Every text of the analysis is escaped. Throws
/// std::invalid_argument where plans or candidates are missing.
std::string report_html(const ReportContent& content);

}  // namespace smartcrop
