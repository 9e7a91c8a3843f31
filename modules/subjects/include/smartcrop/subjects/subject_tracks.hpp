#pragma once

// Detections of a shot -> its subjects: who and what they are, and their place in every analyzed frame.
//
// Detections are linked over time by their overlap with the last box moved by the flow. A subject needs
// several detections. Between detections boxes move in straight lines, before the first and after the last
// with the flow. A face belongs to the person whose upper body contains it; a face without a body is a
// subject of its own. Cost: about 0.02 ms per analyzed frame and subject. Deterministic, thread-safe.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/importance/signals.hpp"
#include "smartcrop/importance/subject_color.hpp"
#include "smartcrop/subjects/face_detector.hpp"
#include "smartcrop/subjects/object_detector.hpp"

namespace smartcrop {

/// Detections in one frame.
struct FrameDetections {
  FrameIndex frame;
  std::vector<DetectedObject> objects;
  std::vector<FaceBox> faces;
};

/// Tuned on 43 labeled clips together; "plateau" tells the range within which their mean score stays within
/// .003.
struct SubjectTrackOptions {
  /// Smallest overlap (intersection over union) of a detection with its track's predicted box, 0..1. Plateau:
  /// .15..0.35.
  double min_overlap = 0.25;
  /// Without that overlap: largest distance from the predicted box, in sides of the box, >= 0, for small fast
  /// subjects.
  double max_distance = 0.5;
  /// Score from which a detection may begin a track, 0..1. Weaker ones continue a track of their kind if they
  /// overlap its predicted box by at least the second number (Zhang et al., "ByteTrack", 2022).
  double min_first_score = 0.35, min_weak_overlap = 0.4;
  /// Largest ratio of the areas of two neighboring detections of a track, above 1.
  double max_area_ratio = 6;
  /// Longest time between two detections of one track, s, >= 0: three or four chances to detect it.
  double max_gap_s = 1.3;
  /// How long a subject is tracked by the flow alone before its first and after its last detection, s, >= 0.
  /// Longer tracks drift onto the background.
  double hold_s = 0.3;
  /// Detections that a subject needs, above 0; one is enough in a shot with one or two searched frames.
  int min_detections = 2;
  /// Lowest mean score of a track, 0..1, of objects and of faces.
  double min_object_score = 0.4, min_face_score = 0.7;

  std::vector<std::string> problems() const;
};

/// How a subject was found.
enum class SubjectOrigin {
  body,    ///< detected whole, with its face where one is seen
  face,    ///< only the face was detected: boxes of head and shoulders are computed from it
  drawn,   ///< its box was given by the user
  region,  ///< not known to any detector: where the most importance is
};

/// One subject of a shot.
struct Subject {
  ObjectKind kind = ObjectKind::person;
  int class_id = 0;        ///< COCO class, see object_class_name(); 0, person, for a face without a body
  bool must_stay = false;  ///< the user wants it in the picture; it need not be in the middle
  SubjectOrigin origin = SubjectOrigin::body;
  int number = 0;         ///< 1, 2, ... over the video; 0 = not numbered
  double confidence = 0;  ///< mean score of its detections, 0..1
  double hit_rate =
      0;  ///< share of the searched frames between its first and last detection in which it was found, 0..1
  int detections = 0;
  std::size_t first = 0;               ///< analyzed frame of the shot that boxes[0] belongs to
  std::vector<CropWindow> boxes = {};  ///< one per analyzed frame, displayed source px, inside the grid
  std::vector<CropWindow> faces = {};  ///< of the same frames; width 0 = no face seen
  /// How far these faces are turned aside, see face_turn(); empty or 0 = not known.
  std::vector<double> turns = {};
  ColorHistogram colors = {};  ///< inside its boxes, of sum 1; all 0 = not measured

  bool is_region() const { return origin == SubjectOrigin::region; }
  std::size_t end() const { return first + boxes.size(); }
  bool is_there(std::size_t frame) const { return frame >= first && frame < end(); }
  const CropWindow& box(std::size_t frame) const { return boxes[frame - first]; }
  /// nullopt if no face is seen. The subject must be there.
  std::optional<CropWindow> face(std::size_t frame) const;
  /// How far the face is turned aside, see face_turn(); 0 if it is not known. The subject must be there.
  double turn(std::size_t frame) const;
};

/// The subjects of a shot. Fixtures are not subjects. `detections`: ascending; those of a frame that was not
/// analyzed count for the nearest analyzed one. Throws std::invalid_argument (options).
std::vector<Subject> track_subjects(const ShotSignals& shot, std::span<const FrameDetections> detections,
                                    const SubjectTrackOptions& options = {});

}  // namespace smartcrop
