#include "smartcrop/subjects/face_landmarks.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <stdexcept>

#include "face_mesh.hpp"
#include "network.hpp"
#include "smartcrop/core/error.hpp"

namespace smartcrop {
namespace {

constexpr std::size_t kPoints = 468;
constexpr int kCoordinates = 3;
constexpr double kRegionScale = 1.5;

/// MediaPipe's points along the inner edge of the lips, once around.
constexpr std::array<std::size_t, 20> kInnerLips{78,  191, 80,  81,  82,  13, 312, 311, 310, 415,
                                                 308, 324, 318, 402, 317, 14, 87,  178, 88,  95};

void check(const FaceLandmarks& landmarks) {
  if (landmarks.points.size() == kPoints) return;
  throw std::invalid_argument("landmarks.points has " + std::to_string(landmarks.points.size()) +
                              " points; must be 468");
}

/// Values 0..1.
const internal::ColorPlanes kColors{false, {0, 0, 0}, {255, 255, 255}};

}  // namespace

FaceLandmarks internal::decode_face_mesh(const cv::Mat& points, const cv::Mat& confidence,
                                         const CropWindow& region) {
  if (points.total() != internal::kFaceMeshNumbers || confidence.total() != 1 || points.type() != CV_32F ||
      confidence.type() != CV_32F) {
    throw Error("face mesh model: its outputs are not those of FaceMesh");
  }
  FaceLandmarks landmarks;
  landmarks.confidence = static_cast<double>(*confidence.ptr<float>());
  landmarks.points.reserve(kPoints);
  const auto* point = points.ptr<float>();
  for (std::size_t i = 0; i < kPoints; ++i, point += kCoordinates) {
    landmarks.points.emplace_back(region.x + static_cast<double>(point[0]) * region.w / kFaceMeshInput,
                                  region.y + static_cast<double>(point[1]) * region.h / kFaceMeshInput);
  }
  return landmarks;
}

double mouth_opening(const FaceLandmarks& landmarks) {
  check(landmarks);
  const auto& at = landmarks.points;
  double twice_area = 0;
  for (std::size_t i = 0; i < kInnerLips.size(); ++i) {
    const cv::Point2d& a = at[kInnerLips[i]];
    const cv::Point2d& b = at[kInnerLips[(i + 1) % kInnerLips.size()]];
    twice_area += a.cross(b);
  }
  const double height = cv::norm(at[10] - at[2]);
  return height > 0 ? std::sqrt(std::abs(twice_area) / 2) / height : 0;
}

double face_turn(const FaceLandmarks& landmarks) {
  check(landmarks);
  const cv::Point2d right = landmarks.points[33], left = landmarks.points[263];
  const cv::Point2d eyes = left - right;
  return eyes.dot(eyes) > 0 ? (landmarks.points[1] - (right + left) / 2).dot(eyes) / eyes.dot(eyes) : 0;
}

CropWindow face_mesh_region(const CropWindow& face) {
  const double side = kRegionScale * std::max(face.w, face.h);
  return {face.x + (face.w - side) / 2, face.y + (face.h - side) / 2, side, side};
}

struct FaceMesh::State {
  std::string file;
  std::optional<internal::FaceMeshNetwork> network;
};

FaceMesh::FaceMesh(const std::string& model) : state_(std::make_unique<State>()) {
  state_->file = model.empty() ? find_face_mesh_model().value_or("") : model;
  if (is_available()) state_->network.emplace(state_->file);
}

FaceMesh::~FaceMesh() = default;
FaceMesh::FaceMesh(FaceMesh&&) noexcept = default;
FaceMesh& FaceMesh::operator=(FaceMesh&&) noexcept = default;

bool FaceMesh::is_available() const {
  return !state_->file.empty();
}

const std::string& FaceMesh::file() const {
  return state_->file;
}

std::optional<FaceLandmarks> FaceMesh::find(const SmallFrame& frame, const CropWindow& face) const {
  if (!is_available() || frame.luma.empty() || !(face.w > 0 && face.h > 0)) return std::nullopt;
  const CropWindow region = face_mesh_region(face);
  const double block = frame.geometry.block;
  const cv::Rect2d cells(region.x / block, region.y / block, region.w / block, region.h / block);
  const auto [points, confidence] = state_->network->run(
      internal::network_input(frame, cells, {internal::kFaceMeshInput, internal::kFaceMeshInput}, kColors));
  return internal::decode_face_mesh(points, confidence, region);
}

}  // namespace smartcrop
