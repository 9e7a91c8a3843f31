#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "smartcrop/analysis/analyze.hpp"
#include "smartcrop/scenes/borders.hpp"
#include "smartcrop/subjects/face_tracks.hpp"

namespace smartcrop::detail {

/// What a fixed window needs to know of a video's content while it is measured: the signals of importance at
/// moments spread over the range. See MeasureOptions::observe for who calls see() when.
class SampledObservation {
 public:
  SampledObservation(const VideoInfo& video, const AnalyzeOptions& options);

  void see(std::size_t run, const SmallFrame& frame);
  /// Nothing was seen.
  void forget();

  /// The part of the frame without black bars in everything seen.
  cv::Rect picture() const;
  /// Importance over everything seen, as one shot. Call once, after the last see(). nullopt where nothing
  /// could be observed (pictures too small).
  std::optional<ShotImportance> importance();

 private:
  struct Run {
    std::optional<FrameObserver> observer = {};  ///< while frames in a row are looked at
    std::int64_t frames = 0;
    std::vector<FrameObservation> kept;
  };
  Run& run_of(std::size_t index);
  static void keep(Run& run, bool whole);

  ImportanceOptions options_;
  MapGeometry geometry_;
  double fps_;
  std::int64_t spacing_ = 1;  ///< in a long run, pairs of frames this far apart are observed; 1 = all frames
  mutable std::mutex mutex_;
  std::map<std::size_t, Run> runs_;
  std::vector<FrameBorders> borders_;
};

/// What a moving window needs to know: shots, faces and the time of each frame besides the signals of
/// importance. One thread calls, frame by frame.
class FullObservation {
 public:
  FullObservation(const VideoInfo& video, const AnalyzeOptions& options);

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
  std::optional<FrameObserver> observer_;
  std::vector<Time> times_;
  FrameIndex first_frame_;
  ShotDetector shots_;
  std::vector<FrameBorders> borders_;
  std::optional<FaceDetector> faces_;
  std::size_t face_period_ = 1;  ///< frames
  std::vector<SmallFrame> waiting_for_faces_;
  std::vector<FaceSample> face_samples_;
};

/// Frames per second of a video; what is usual where it does not say.
double rate_of(const VideoInfo& video);

}  // namespace smartcrop::detail
