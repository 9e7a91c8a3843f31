#include "subject_detectors.hpp"

#include <algorithm>
#include <functional>
#include <vector>

namespace smartcrop::internal {
namespace {

/// Weak faces count if other frames or a body confirm them.
FaceDetectorOptions face_options() {
  FaceDetectorOptions options;
  options.min_score = 0.6;
  return options;
}

/// Smallest width of a face whose turn matters, cells: its shoulders, three times as wide, take .6 of a 9:16
/// window of a wide frame. Most faces of a frame that are measured. Lowest confidence of FaceMesh in a face.
constexpr double kSmallestFace = 20;
constexpr std::size_t kMostFaces = 2;
constexpr double kIsFace = 0.5;

/// Weak objects continue tracks (SubjectTrackOptions::min_first_score). Below this few are objects.
ObjectDetectorOptions object_options() {
  ObjectDetectorOptions options;
  options.min_score = 0.2;
  return options;
}

}  // namespace

const FaceMesh& LazyFaceMesh::get() const {
  std::call_once(once_, [this] { mesh_.emplace(); });
  return *mesh_;
}

void measure_turns(const LazyFaceMesh& mesh, const SmallFrame& frame, FrameDetections& found) {
  std::vector<FaceBox*> faces;
  for (FaceBox& face : found.faces)
    if (face.box.w >= kSmallestFace * frame.geometry.block) faces.push_back(&face);
  std::ranges::stable_sort(faces, std::greater(), [](const FaceBox* face) { return face->box.w; });
  if (faces.size() > kMostFaces) faces.resize(kMostFaces);
  for (FaceBox* face : faces) {
    if (face->turn) continue;
    const auto landmarks = mesh.get().find(frame, face->box);
    if (landmarks && landmarks->confidence >= kIsFace) face->turn = face_turn(*landmarks);
  }
}

SubjectDetectors::SubjectDetectors(SubjectDetection what) : faces_(face_options()) {
  if (what == SubjectDetection::all) objects_.emplace(object_options());
}

FrameDetections SubjectDetectors::detect(const SmallFrame& frame) const {
  FrameDetections found{frame.index, {}, faces_.detect(frame)};
  if (objects_) found.objects = objects_->detect(frame);
  return found;
}

}  // namespace smartcrop::internal
