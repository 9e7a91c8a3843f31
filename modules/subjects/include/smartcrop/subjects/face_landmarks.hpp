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

/// How far the mouth is open: distance of the inner lips' middles (points 13 and 14) over the distance of the
/// eyes' middles (of the corners 33, 133 and 362, 263). It does not depend on size and tilt of the face. 0
/// where the eyes coincide. Throws std::invalid_argument for other than 468 points.
double mouth_opening(const FaceLandmarks& landmarks);

/// What the network sees of a face: a square around its middle, 1.5 times as long as its longer side.
CropWindow face_mesh_region(const CropWindow& face);

/// Finds the points of a face by MediaPipe's FaceMesh through OpenCV's dnn. The region of the face is
/// stretched to 192x192 px; openings of the mouth in faces shrunk to a width of 32 and 20 px correlate by .99
/// and .94 with those of the faces as they were. So give it a frame that is shrunk less than for other
/// detectors. Colors are taken as by FaceDetector. Without the model's file it finds nothing, see
/// is_available(). Thread-safe: any number of threads may call find() of one object, with the same bits as
/// one. A thread that calls it while others do has the file read anew, once.
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
