#pragma once

// Detections of a shot -> its subjects: who and what is there, and where in every analyzed frame.
//
// Detections are linked over time by overlap with where the flow carries the last box, confirmed (one
// detection is no subject), and filled in between: straight lines between detections, the flow at both ends.
// A face joins the person whose upper body holds it; a face without a body is a subject of its own. Cost:
// about 0.02 ms per analyzed frame and subject. Deterministic, thread-safe.

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

/// What the detectors found in one frame.
struct FrameDetections {
  FrameIndex frame;
  std::vector<DetectedObject> objects;
  std::vector<FaceBox> faces;
};

/// Tuned on 43 labeled clips together; "plateau" tells the range within which their mean score stays within
/// .003.
struct SubjectTrackOptions {
  /// Lowest overlap (intersection over union) of a detection with where its track leads, 0..1.
  /// Plateau: .15..0.35.
  double min_overlap = 0.25;
  /// Farthest a detection may be from there instead, in sides of its box, >= 0: small fast subjects overlap
  /// nothing.
  double max_distance = 0.5;
  /// Score from which a detection may begin a track, 0..1. Weaker ones continue a track (Zhang et al.,
  /// "ByteTrack", 2022) of their kind where their overlap with where it leads is at least the second number.
  double min_first_score = 0.35, min_weak_overlap = 0.4;
  /// Largest ratio of the areas of two neighboring detections of a track, above 1.
  double max_area_ratio = 6;
  /// Longest time between two detections of one track, s, >= 0: three or four chances to detect it.
  double max_gap_s = 1.3;
  /// How long a subject is carried on before its first and after its last detection, s, >= 0. Longer drifts
  /// onto the background.
  double hold_s = 0.3;
  /// Detections that make a subject, above 0; one is enough in a shot with one or two chances.
  int min_detections = 2;
  /// Lowest mean score of a track, 0..1, of objects and of faces.
  double min_object_score = 0.4, min_face_score = 0.7;

  std::vector<std::string> problems() const;
};

/// One subject of a shot.
struct Subject {
  ObjectKind kind = ObjectKind::person;
  int class_id = 0;        ///< COCO class, see object_class_name(); 0, person, for a face without a body
  bool is_face = false;    ///< only a face is known: boxes are head and shoulders reckoned from it
  bool must_stay = false;  ///< the user wants it in the picture; it need not be in the middle
  bool is_drawn = false;   ///< its box was given by the user, not found by a detector
  int number = 0;          ///< 1, 2, ... over the video; 0 = not numbered
  double confidence = 0;   ///< mean score of its detections, 0..1
  double hit_rate = 0;     ///< share of the chances between its first and last detection that found it, 0..1
  int detections = 0;
  std::size_t first = 0;               ///< analyzed frame of the shot that boxes[0] belongs to
  std::vector<CropWindow> boxes = {};  ///< one per analyzed frame, displayed source px, inside the grid
  std::vector<CropWindow> faces = {};  ///< of the same frames; of width 0 where no face is seen
  ColorHistogram colors = {};          ///< of what its boxes hold, of sum 1; all 0 where not measured

  std::size_t end() const { return first + boxes.size(); }
  bool is_there(std::size_t frame) const { return frame >= first && frame < end(); }
  const CropWindow& box(std::size_t frame) const { return boxes[frame - first]; }
  /// nullopt where no face is seen; the subject must be there.
  std::optional<CropWindow> face(std::size_t frame) const;
};

/// The subjects of a shot; fixtures are none. `detections` ascending; those of frames that were not analyzed
/// count for the nearest one that was. Throws std::invalid_argument (options).
std::vector<Subject> track_subjects(const ShotSignals& shot, std::span<const FrameDetections> detections,
                                    const SubjectTrackOptions& options = {});

}  // namespace smartcrop
