#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "smartcrop/core/platform.hpp"
#include "smartcrop/grid/analysis_grid.hpp"
#include "smartcrop/importance/importance_options.hpp"
#include "smartcrop/metrics/measure.hpp"
#include "smartcrop/plan/analysis_document.hpp"
#include "smartcrop/plan/crop_plan.hpp"
#include "smartcrop/reframe/camera_path.hpp"
#include "smartcrop/reframe/layout.hpp"
#include "smartcrop/reframe/subject_wishes.hpp"
#include "smartcrop/scenes/shot_detector.hpp"

namespace smartcrop {

enum class WindowMode {
  fixed,   ///< one window for the whole range
  moving,  ///< a window that follows what matters, shot by shot; reads every frame
};
/// "static" or "dynamic"; throws std::invalid_argument.
WindowMode parse_window_mode(std::string_view name);

/// What detectors search for.
enum class SubjectDetection {
  off,    ///< nothing: the window follows motion, colors and what stands out
  faces,  ///< faces
  all,    ///< faces, people, animals, vehicles, balls and other things
};
/// "off", "faces" or "all"; throws std::invalid_argument.
SubjectDetection parse_subject_detection(std::string_view name);

/// Whether the window shows who speaks.
enum class SpeakerDetection {
  automatic,  ///< if two or more faces are seen and their mouths can be measured
  off,
};
/// "auto" or "off"; throws std::invalid_argument.
SpeakerDetection parse_speaker_detection(std::string_view name);

/// How title cards and credits are shown.
enum class TitleCards {
  whole,  ///< all words; padded if they do not fit into the window
  crop,   ///< like any other shot
};
/// "whole" or "crop"; throws std::invalid_argument.
TitleCards parse_title_cards(std::string_view name);

struct AnalyzeOptions {
  WindowMode mode = WindowMode::fixed;
  std::vector<AspectRatio> aspects{{1, 1}};  ///< at least one; one decode serves all
  double scale = 1;                          ///< crop size relative to the largest that fits, 0 < scale <= 1
  GridShape grid;
  /// Keep windows inside the picture between black bars, as large as fits there.
  bool trim_borders = false;
  MeasureOptions measure;
  CandidateOptions candidates;
  ShotOptions shots;             ///< moving windows
  ImportanceOptions importance;  ///< strategy Auto, and moving windows
  PathOptions path;
  SubjectDetection subjects = SubjectDetection::all;
  /// Frames per second in which subjects are searched for, above 0; for moving windows. At 5 the labeled
  /// clips score the same. For a fixed window 25 to 50 frames are searched.
  double detections_per_s = 2.75;
  SubjectTrackOptions tracks;
  SubjectWeights subject_weights;
  SubjectWishes wishes;
  const Platform* platform = nullptr;  ///< where the video will be shown; null = not specified
  /// Keep faces of subjects out of the area that the platform's interface covers, if there is room.
  bool safe_zone = false;
  SpeakerDetection speaker = SpeakerDetection::automatic;  ///< moving windows, with subjects
  MouthOptions mouths;
  SpeakerOptions speakers;
  TitleCards titles = TitleCards::whole;  ///< moving windows, with all subjects
  LayoutOptions layout;                   ///< moving windows, with subjects

  std::vector<std::string> problems() const;
  SafeZone zone() const { return safe_zone && platform != nullptr ? platform->safe_zone : SafeZone(); }
};

/// The whole analysis: samples frames, measures them, scores the windows of a grid and selects candidates;
/// for a moving window it also finds shots and a camera path for each. Frames are decoded once. For a fixed
/// window, memory does not depend on the video's length; for a moving window it is about 6 KB per frame
/// (signals of importance, thumbnails). Throws what measure() and select_candidates() throw.
AnalysisDocument analyze(FrameSource& source, const AnalyzeOptions& options = {});

/// Indices of the shots of which one window cannot show what matters: another window would hold nearly as
/// much as the planned one (two subjects far apart, or one wider than the window). Shots without estimated
/// shares are not included.
std::vector<std::size_t> shots_not_held(const CropPlan& plan);

/// Changes the given shots to show the whole picture on a background, without black bars if `trim_borders`.
void pad_shots(CropPlan& plan, const AnalysisDocument& analysis, const std::vector<std::size_t>& shots,
               bool trim_borders, const Background& background);

/// The plan that crops the analyzed range to one candidate. `output_size` empty = the candidate's own size.
CropPlan plan_from(const AnalysisDocument& analysis, const Candidate& candidate, cv::Size output_size = {});

/// The best plan of an analysis: the moving window if there is one, else the first candidate.
CropPlan best_plan(const AnalysisDocument& analysis, const AspectAnalysis& aspect);

/// The plan of the moving window of one aspect ratio; throws std::invalid_argument if the analysis has none.
CropPlan moving_plan_from(const AnalysisDocument& analysis, const AspectAnalysis& aspect,
                          cv::Size output_size = {});

}  // namespace smartcrop
