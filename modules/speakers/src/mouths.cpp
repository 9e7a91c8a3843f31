#include "smartcrop/speakers/mouths.hpp"

#include <algorithm>
#include <opencv2/core/types.hpp>

#include "smartcrop/core/conditions.hpp"

namespace smartcrop {
namespace {

/// Lowest confidence of FaceMesh in a face, its own default.
constexpr double kIsFace = 0.5;

/// Middle of the box around all points.
cv::Point2d middle_of(const FaceLandmarks& landmarks) {
  const auto [left, right] =
      std::ranges::minmax(landmarks.points, {}, [](const cv::Point2d& point) { return point.x; });
  const auto [top, bottom] =
      std::ranges::minmax(landmarks.points, {}, [](const cv::Point2d& point) { return point.y; });
  return {(left.x + right.x) / 2, (top.y + bottom.y) / 2};
}

}  // namespace

std::vector<std::string> MouthOptions::problems() const {
  return unmet({
      {least_fps > 0, "least_fps must be above 0"},
      {min_width > 0, "min_width must be above 0"},
      {min_share >= 0 && min_share <= 1, "min_share must be in 0..1"},
      {most_faces >= 2, "most_faces must be at least 2"},
  });
}

std::vector<CropWindow> faces_that_could_speak(std::span<const FaceBox> faces, const MapGeometry& geometry,
                                               const MouthOptions& options) {
  std::vector<CropWindow> found;
  double highest = 0;
  for (const FaceBox& face : faces) highest = std::max(highest, face.box.h);
  for (const FaceBox& face : faces) {
    if (face.box.w >= options.min_width * geometry.block && face.box.h >= options.min_share * highest)
      found.push_back(face.box);
  }
  std::ranges::stable_sort(found, std::greater(), &CropWindow::h);
  if (found.size() > static_cast<std::size_t>(options.most_faces))
    found.resize(static_cast<std::size_t>(options.most_faces));
  return found.size() < 2 ? std::vector<CropWindow>() : found;
}

MouthRun follow_mouth(const FaceMesh& mesh, std::span<const SmallFrame> frames, CropWindow face) {
  MouthRun run;
  std::optional<cv::Point2d> last;
  for (const SmallFrame& frame : frames) {
    const std::optional<FaceLandmarks> landmarks = mesh.find(frame, face);
    if (!landmarks || landmarks->confidence < kIsFace) break;
    const cv::Point2d middle = middle_of(*landmarks);
    if (last) {
      face.x += middle.x - last->x;
      face.y += middle.y - last->y;
    }
    last = middle;
    run.push_back({frame.index, frame.time, face, mouth_opening(*landmarks), face_turn(*landmarks)});
  }
  return run;
}

}  // namespace smartcrop
