#pragma once

// Measures how mouths open and close over time, in frames where two or more faces could be speaking.
//
// The face detector runs a few times per second. Between detections a face is followed by its own points
// (FaceMesh), in 12 or more frames per second. Cost: 1.7 ms per face and frame.

#include <span>
#include <string>
#include <vector>

#include "smartcrop/subjects/face_detector.hpp"
#include "smartcrop/subjects/face_landmarks.hpp"

namespace smartcrop {

struct MouthOptions {
  /// Lowest rate of measurements, frames per second, above 0. Syllables come 3 to 8 times a second.
  double least_fps = 12;
  /// Smallest width of a face, cells of the small frame, above 0. Mouths in faces of 20 cells correlate by
  /// .94 with those of large ones.
  double min_width = 20;
  /// Smallest height of a face as a share of the largest one's, 0..1: people farther away do not take part in
  /// the conversation.
  double min_share = 0.5;
  /// Most faces that are measured at a time, the largest ones, >= 2.
  int most_faces = 4;

  std::vector<std::string> problems() const;
};

/// A mouth in one frame.
struct Mouth {
  FrameIndex frame;
  Time time;
  CropWindow face;     ///< displayed source px
  double opening = 0;  ///< see mouth_opening()
  double turn = 0;     ///< of the face, see face_turn()
};

/// One face followed from one detection to the next: its mouths, ascending in time.
using MouthRun = std::vector<Mouth>;

/// The faces of one frame that could be speaking; empty if fewer than two are large enough.
std::vector<CropWindow> faces_that_could_speak(std::span<const FaceBox> faces, const MapGeometry& geometry,
                                               const MouthOptions& options = {});

/// Follows a face through consecutive measured frames. `face`: its box in the first one. The run ends when no
/// face is seen any more; it is empty without the model.
MouthRun follow_mouth(const FaceMesh& mesh, std::span<const SmallFrame> frames, CropWindow face);

}  // namespace smartcrop
