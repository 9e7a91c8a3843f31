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
/// little on turning it. 0 where forehead and nose coincide. Throws std::invalid_argument for other than 468
/// points.
double mouth_opening(const FaceLandmarks& landmarks);

/// How far the face is turned aside: the nose's tip (point 1) from the middle of the outer corners of the
/// eyes (33 and 263) along the line of the eyes, in distances of these corners. 0 seen from the front, about
/// -0.5 and 0.5 in profile. Throws std::invalid_argument for other than 468 points.
double face_turn(const FaceLandmarks& landmarks);

/// What the network sees of a face: a square around its middle, 1.5 times as long as its longer side.
CropWindow face_mesh_region(const CropWindow& face);

/// Finds the points of a face by MediaPipe's FaceMesh. The region of the face is
/// stretched to 192x192 px; openings of the mouth in faces shrunk to a width of 32 and 20 px correlate by .99
/// and .94 with those of the faces as they were. So give it a frame that is shrunk less than for other
/// detectors. Colors are taken as by FaceDetector. Without the model's file it finds nothing, see
/// is_available(). Thread-safe: any number of threads may call find() of one object, with the same bits as
/// one.
class FaceMesh {
 public:
  /// `model`: path of the ONNX file; empty = find_face_mesh_model(). Throws Error where a file that was asked
  /// for is missing or any is not readable.
  explicit FaceMesh(const std::string& model = {});
  ~FaceMesh();
  FaceMesh(FaceMesh&&) noexcept;
  FaceMesh& operator=(FaceMesh&&) noexcept;

  /// Whether the model is there (scripts/fetch-models gets it). For the user to read where it is not.
  bool is_available() const;

  /// The file it works from; empty where there is none.
  const std::string& file() const;

  /// Points of the face in the box (displayed source px, as FaceDetector gives it). nullopt for an empty
  /// frame or box, and without the model.
  std::optional<FaceLandmarks> find(const SmallFrame& frame, const CropWindow& face) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// FaceMesh's ONNX file, looked for where find_face_model() looks; nullopt where it is in none of the places.
std::optional<std::string> find_face_mesh_model();

}  // namespace smartcrop
