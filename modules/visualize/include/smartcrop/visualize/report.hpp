#pragma once

#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

#include "smartcrop/analysis/scenes.hpp"
#include "smartcrop/plan/analysis_document.hpp"

namespace smartcrop {

/// A frame of the video.
struct ReportFrame {
  Time time;
  cv::Mat bgr;  ///< CV_8UC3, the whole frame as displayed, at any scale
};

struct ReportCommand {
  std::string what;     ///< "Crop the video with this window"
  std::string command;  ///< for a POSIX shell
};

/// The content of a report.
struct ReportContent {
  const AnalysisDocument& analysis;  ///< with at least one aspect ratio, each with a candidate
  std::vector<CropPlan> plans;       ///< the windows to show, one plan for each aspect ratio
  ReportFrame representative;        ///< shown large
  std::vector<ReportFrame> others;   ///< shown small
  std::vector<ReportCommand> commands;
  std::vector<SceneRow> scenes = {};    ///< of the first plan; may be empty
  std::vector<cv::Mat> portraits = {};  ///< of the analysis' subjects, CV_8UC3; empty = not shown
};

/// A self-contained HTML page: pictures are embedded, there are no scripts. Readable on phones (from 320 px)
/// and desktops, in light and dark mode. All texts of the analysis are escaped. Throws std::invalid_argument
/// if plans or candidates are missing.
std::string report_html(const ReportContent& content);

}  // namespace smartcrop
