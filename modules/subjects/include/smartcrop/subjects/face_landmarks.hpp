#pragma once

#include <memory>
#include <opencv2/core/types.hpp>
#include <optional>
#include <string>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop {

/// Points of one face.
struct FaceLandmarks {
  /// MediaPipe's 468 points of a face in its order, displayed source px. They may lie outside of the frame.
  std::vector<cv::Point2d> points;
  double confidence = 0;  ///< 0..1, the network's probability that it sees a face

  bool operator==(const FaceLandmarks&) const = default;
};

/// How far the mouth is open: the square root of the area between the inner lips over the distance of
/// forehead and nose (points 10 and 2), about 0 to 1. It does not depend on size and tilt of the face, and
/// hardly on its turn. 0 if forehead and nose coincide. Throws std::invalid_argument if there are not 468
/// points.
double mouth_opening(const FaceLandmarks& landmarks);

/// How far the face is turned aside: distance of the nose's tip (point 1) from the midpoint of the outer eye
/// corners (33 and 263), measured along the line through the corners and divided by their distance. 0 from
/// the front, about -0.5 and 0.5 in profile. Throws std::invalid_argument if there are not 468 points.
double face_turn(const FaceLandmarks& landmarks);

/// The part of the frame that the network sees: a square around the face's center, 1.5 times its longer side.
CropWindow face_mesh_region(const CropWindow& face);

/// Finds the points of a face by MediaPipe's FaceMesh. The region of the face is scaled
/// to 192x192 px. Mouth openings measured in faces shrunk to 32 and 20 px correlate by .99 and .94 with those
/// of the original faces, so it needs frames that are shrunk less than for other detectors. Colors as in
/// FaceDetector. Without the model's file it finds nothing, see is_available(). Thread-safe: any
/// number of threads may call find() of one object, with the same bits as one.
class FaceMesh {
 public:
  /// `model`: path of the ONNX file; empty = find_face_mesh_model(). Throws Error if a file that was given is
  /// missing, or the file is not readable.
  explicit FaceMesh(const std::string& model = {});
  ~FaceMesh();
  FaceMesh(FaceMesh&&) noexcept;
  FaceMesh& operator=(FaceMesh&&) noexcept;

  /// Whether the model is installed (scripts/fetch-models gets it). Programs should tell the user if it is
  /// not.
  bool is_available() const;

  /// The model's file; empty if there is none.
  const std::string& file() const;

  /// Points of the face in the box (displayed source px, as FaceDetector gives it). nullopt for an empty
  /// frame or box, and without the model.
  std::optional<FaceLandmarks> find(const SmallFrame& frame, const CropWindow& face) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Path of FaceMesh's ONNX file, searched for like find_face_model(); nullopt if it is not installed.
std::optional<std::string> find_face_mesh_model();

}  // namespace smartcrop
