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
  moving,  ///< a window that follows what matters, shot by shot; every frame is looked at
};
/// "static" or "dynamic"; throws std::invalid_argument.
WindowMode parse_window_mode(std::string_view name);

/// What detectors look for.
enum class SubjectDetection {
  off,    ///< nothing: the window follows motion, colors and what stands out
  faces,  ///< faces
  all,    ///< faces, people, animals, vehicles, balls and other things
};
/// "off", "faces" or "all"; throws std::invalid_argument.
SubjectDetection parse_subject_detection(std::string_view name);

/// Whether the window shows who speaks.
enum class SpeakerDetection {
  automatic,  ///< where two or more faces are seen and their mouths tell
  off,
};
/// "auto" or "off"; throws std::invalid_argument.
SpeakerDetection parse_speaker_detection(std::string_view name);

/// How shots that are words (title cards, credits) are shown.
enum class TitleCards {
  whole,  ///< all words; padded where they do not fit into the window
  crop,   ///< as any other shot
};
/// "whole" or "crop"; throws std::invalid_argument.
TitleCards parse_title_cards(std::string_view name);

struct AnalyzeOptions {
  WindowMode mode = WindowMode::fixed;
  std::vector<AspectRatio> aspects{{1, 1}};  ///< at least one; one decode serves all
  double scale = 1;                          ///< crop size relative to the largest that fits, 0 < scale <= 1
  GridShape grid;
  /// Windows stay within the picture that black bars leave, and are as large as that allows.
  bool trim_borders = false;
  MeasureOptions measure;
  CandidateOptions candidates;
  ShotOptions shots;             ///< moving windows
  ImportanceOptions importance;  ///< strategy Auto, and moving windows
  PathOptions path;
  SubjectDetection subjects = SubjectDetection::all;
  /// Frames per second in which subjects are looked for, above 0; moving windows. At 5 the labeled clips
  /// score the same. For a fixed window they are looked for in 25 to 50 frames.
  double detections_per_s = 2.75;
  SubjectTrackOptions tracks;
  SubjectWeights subject_weights;
  SubjectWishes wishes;
  const Platform* platform = nullptr;  ///< where the video goes; none = anywhere
  /// Faces of the subjects are kept off what the platform's interface covers, where there is room.
  bool safe_zone = false;
  SpeakerDetection speaker = SpeakerDetection::automatic;  ///< moving windows, with subjects
  MouthOptions mouths;
  SpeakerOptions speakers;
  TitleCards titles = TitleCards::whole;  ///< moving windows, with all subjects
  LayoutOptions layout;                   ///< moving windows, with subjects

  std::vector<std::string> problems() const;
  SafeZone zone() const { return safe_zone && platform != nullptr ? platform->safe_zone : SafeZone(); }
};

/// The whole analysis: sample, measure, sum, lay the grid, score, select; for a moving window also find the
/// shots and a camera path through each. One decode of the sampled frames. Memory does not grow with a fixed
/// window's video; a moving window's keeps about 6 KB a frame (signals of importance, thumbnails). Throws
/// what measure() and select_candidates() throw.
AnalysisDocument analyze(FrameSource& source, const AnalyzeOptions& options = {});

/// Indices of the shots that no window of their size holds: one beside the planned one would hold nearly as
/// much of what matters (two subjects far apart, or one wider than the window). Shots of which that is not
/// known count as held.
std::vector<std::size_t> shots_not_held(const CropPlan& plan);

/// Shows the given shots whole, before a background; black bars are left away where `trim_borders` is set.
void pad_shots(CropPlan& plan, const AnalysisDocument& analysis, const std::vector<std::size_t>& shots,
               bool trim_borders, const Background& background);

/// The plan that crops the analyzed range to one candidate. `output_size` empty = the candidate's own size.
CropPlan plan_from(const AnalysisDocument& analysis, const Candidate& candidate, cv::Size output_size = {});

/// The plan of what the analysis holds to be best: the moving window where there is one, else the first
/// candidate.
CropPlan best_plan(const AnalysisDocument& analysis, const AspectAnalysis& aspect);

/// The plan of the moving window of one aspect ratio; throws std::invalid_argument where the analysis has
/// none.
CropPlan moving_plan_from(const AnalysisDocument& analysis, const AspectAnalysis& aspect,
                          cv::Size output_size = {});

}  // namespace smartcrop
