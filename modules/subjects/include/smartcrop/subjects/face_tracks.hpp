#pragma once

#include <span>
#include <string>
#include <vector>

#include "smartcrop/core/shot.hpp"
#include "smartcrop/subjects/face_detector.hpp"

namespace smartcrop {

/// The faces found in one frame.
struct FaceSample {
  Time time;
  std::vector<FaceBox> faces;
};

struct FaceTrackOptions {
  /// A track counts once it has `min_detections` detections within `window_s` whose mean score is at least
  /// `min_mean_score`. Two within a second: a false face that shows in one sample moves nothing, and at five
  /// samples a second a real one may be missed three times in a row.
  int min_detections = 2;       ///< > 0; 1 = every detection counts
  double window_s = 1.0;        ///< seconds, >= 0
  double min_mean_score = 0.7;  ///< 0..1
  /// Longest time between two detections of one track, seconds, >= 0. In between the box moves in a straight
  /// line. A second: heads turn away and come back within it, and rarely go far.
  double max_gap_s = 1.0;
  /// How long a face stays before its first and after its last detection, seconds, .001 to 3600, never beyond
  /// its shot. One period of sampling at five a second: when it came and went is known no better.
  double hold_s = 0.2;
  /// Farthest a face may be from where its track leads, or from where it was, in sides of the larger box, >
  /// 0. A runner's head before a following camera moves by more than its size in a fifth of a second.
  double max_distance = 1.5;
  /// Largest ratio of sides (root of area) of two neighboring detections of a track, > 1.
  double max_size_ratio = 1.6;

  std::vector<std::string> problems() const;
};

/// One moment of a track: a detection.
struct FaceTrackPoint {
  Time time;
  FaceBox face;

  bool operator==(const FaceTrackPoint&) const = default;
};

/// One face over time, within one shot. About 56 bytes a detection.
struct FaceTrack {
  Time start;                          ///< first moment at which the face is there
  Time end;                            ///< first moment at which it is not there any more
  std::vector<FaceTrackPoint> points;  ///< ascending in time, at least one

  bool operator==(const FaceTrack&) const = default;
};

/// A face at a moment, of which track.
struct TrackedFace {
  std::size_t track = 0;  ///< index into FaceTimeline::tracks()
  CropWindow box;         ///< displayed source px
  double score = 0;       ///< 0..1

  bool operator==(const TrackedFace&) const = default;
};

/// Confirmed faces of a video, to be asked for at any moment. Immutable, so safe to read from any number of
/// threads.
class FaceTimeline {
 public:
  FaceTimeline() = default;
  /// Takes tracks in any order; keeps them by start, then as given.
  /// Throws std::invalid_argument for a track without points, out of order or with end before start.
  explicit FaceTimeline(std::vector<FaceTrack> tracks);

  const std::vector<FaceTrack>& tracks() const { return tracks_; }

  /// Faces at `time`, by track. Straight lines between detections, the nearest detection's box outside them.
  /// Cost: logarithmic in the number of tracks plus the tracks around `time`.
  std::vector<TrackedFace> faces_at(Time time) const;

 private:
  std::vector<FaceTrack> tracks_;
  std::vector<Time> latest_end_;  ///< per track: the latest end of it and those before it
};

/// Links detections into tracks, drops what time does not confirm, and fills short gaps. Where several tracks
/// could take a detection the nearest does; tracks go on at the speed of their last two detections, so faces
/// may cross. `samples`: ascending in time. `shots`: ascending; no track crosses the start of one. No shots:
/// one shot. A pure function of its input. Throws std::invalid_argument (options, order).
FaceTimeline confirm_faces(std::span<const FaceSample> samples, std::span<const Shot> shots = {},
                           const FaceTrackOptions& options = {});

}  // namespace smartcrop
