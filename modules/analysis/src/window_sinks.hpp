#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "smartcrop/analysis/range_record.hpp"
#include "smartcrop/scenes/borders.hpp"
#include "smartcrop/subjects/face_tracks.hpp"

namespace smartcrop::internal {

/// What a fixed window needs to know of a video's content while it is measured: the signals of importance at
/// moments spread over the range, and its black bars. Which moments depends on the place of frames in the
/// video alone, not on how it is cut into runs. See MeasureOptions for who calls what when.
class FixedWindowSink {
 public:
  FixedWindowSink(const VideoInfo& video, const AnalyzeOptions& options);

  void see(std::size_t run, const SmallFrame& frame);
  void end_run(std::size_t run);
  void see_next(const SmallFrame& frame) { next_ = mark_of(frame); }
  /// Nothing was seen.
  void forget();

  /// Moves what was seen into the evidence. Call once, after the last see().
  void take(RangeRecord& evidence);

 private:
  struct Run {
    std::optional<SignalRecorder> observer = {};  ///< while frames in a row are looked at
    std::vector<int> levels;                      ///< of the observer's frames but the first
    std::optional<SmallFrame> previous = {};
    std::vector<SampledSignals> kept;
  };
  Run& run_of(std::size_t index);
  void observe(Run& run, const SmallFrame& frame) const;
  /// The level of a pair; nullopt where no slot of the range begins in it.
  std::optional<int> level_of(const SmallFrame& previous, const SmallFrame& frame) const;
  void note_edges(const SmallFrame& frame);

  ImportanceOptions options_;
  MapGeometry geometry_;
  double fps_;
  bool wants_moments_, wants_borders_;
  bool all_pairs_;  ///< what is measured are moments already
  bool runs_join_;  ///< each begins with the frame that the one before ends with
  bool is_every_frame_;
  int level_ = 0;  ///< of the range's slots
  std::mutex mutex_;
  std::map<std::size_t, Run> runs_;
  BorderCounts borders_;
  std::optional<SmallFrame> first_, last_;
  std::optional<FrameMark> next_;
};

/// Whether a strategy that is asked for needs importance.
bool wants_importance(const AnalyzeOptions& options);

/// Importance over the range of the evidence, as one shot, within `picture`. nullopt where nothing was
/// observed.
std::optional<ShotImportance> importance_of(const RangeRecord& evidence, const AnalyzeOptions& options,
                                            const cv::Rect& picture);

/// Measures the moment, if it is one, where one part ends and the next begins.
std::optional<SampledSignals> moment_between(const RangeRecord& part, const RangeRecord& next,
                                             const AnalyzeOptions& options);

/// What a moving window needs to know: shots, faces and the time of each frame besides the signals of
/// importance. One thread calls, frame by frame.
class MovingWindowSink {
 public:
  MovingWindowSink(const VideoInfo& video, const AnalyzeOptions& options);

  void see(const SmallFrame& frame);

  /// Times of the frames seen, in order, 16 bytes each, and the first one's number.
  const std::vector<Time>& times() const { return times_; }
  FrameIndex first_frame() const { return first_frame_; }

  /// The shots of the frames seen, the last one up to `end`. Call once.
  std::vector<Shot> find_shots(Time end) { return shots_.finish(end); }

  /// The part of the frame without black bars, by shot.
  std::vector<cv::Rect> pictures_of(const std::vector<Shot>& shots) const {
    return active_pictures(borders_, geometry_, shots);
  }
  /// Importance of each shot within its picture, faces included. Call once, after the last see(). Empty where
  /// nothing could be observed.
  std::vector<ShotImportance> importance_of(const std::vector<Shot>& shots);

 private:
  void look_for_faces();

  ImportanceOptions options_;
  MapGeometry geometry_;
  int threads_;
  std::optional<SignalRecorder> observer_;
  std::vector<Time> times_;
  FrameIndex first_frame_;
  ShotDetector shots_;
  std::vector<FrameBorders> borders_;
  std::optional<FaceDetector> faces_;
  std::size_t face_period_ = 1;  ///< frames
  std::vector<SmallFrame> waiting_for_faces_;
  std::vector<FaceSample> face_samples_;
};

/// Whether the small frames are large enough to look for what matters in them.
bool can_be_observed(const MapGeometry& geometry);

/// Frames per second of a video; what is usual where it does not say.
double rate_of(const VideoInfo& video);

}  // namespace smartcrop::internal
