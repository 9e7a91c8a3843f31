#include "smartcrop/subjects/face_detector.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "face_engines.hpp"
#include "network.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/parallel.hpp"

namespace smartcrop {
namespace {

std::string text(double value) {
  std::string digits = std::to_string(value);
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return digits;
}

}  // namespace

std::string to_string(FaceBackend backend) {
  switch (backend) {
    case FaceBackend::none:
      return "none";
    case FaceBackend::haar:
      return "haar";
    case FaceBackend::ultraface:
      return "ultraface";
  }
  return "unknown";
}

std::vector<std::string> FaceDetectorOptions::problems() const {
  std::vector<std::string> problems;
  if (!(min_score > 0 && min_score < 1)) {
    problems.push_back("min_score " + text(min_score) + " must be above 0 and below 1");
  }
  if (!(max_overlap > 0 && max_overlap < 1)) {
    problems.push_back("max_overlap " + text(max_overlap) + " must be above 0 and below 1");
  }
  if (!(min_size >= 0 && min_size < 1)) {
    problems.push_back("min_size " + text(min_size) + " must be at least 0 and below 1");
  }
  return problems;
}

struct FaceDetector::State {
  FaceDetectorOptions options;
  FaceBackend backend = FaceBackend::none;
  std::string file;
  std::unique_ptr<FaceEngine> engine;
};

FaceDetector::FaceDetector(const FaceDetectorOptions& options) : state_(std::make_unique<State>()) {
  throw_if_any("FaceDetectorOptions", options.problems());
  state_->options = options;
  const auto wanted = [&](FaceBackend backend) { return options.backend.value_or(backend) == backend; };
  const auto choose = [&](FaceBackend backend, const std::string& named, const auto& search) {
    if (state_->backend != FaceBackend::none || !wanted(backend)) return;
    const std::optional<std::string> file = named.empty() ? search() : std::optional(named);
    if (!file) return;
    state_->backend = backend;
    state_->file = *file;
  };
  choose(FaceBackend::ultraface, options.model, find_face_model);
  choose(FaceBackend::haar, options.cascade, find_face_cascade);
  if (options.backend && state_->backend != *options.backend) {
    throw Error(*options.backend == FaceBackend::ultraface
                    ? "the face model is missing; scripts/fetch-models downloads it"
                    : "the face cascade is missing; install Debian's package opencv-data");
  }
  // Loaded now, so that a damaged file is an error here and not in the middle of a video.
  if (state_->backend == FaceBackend::ultraface)
    state_->engine = load_ultraface(state_->file, options.min_score, options.max_overlap);
  if (state_->backend == FaceBackend::haar) state_->engine = load_haar(state_->file, options.min_score);
}

FaceDetector::~FaceDetector() = default;
FaceDetector::FaceDetector(FaceDetector&&) noexcept = default;
FaceDetector& FaceDetector::operator=(FaceDetector&&) noexcept = default;

FaceBackend FaceDetector::backend() const {
  return state_->backend;
}

const std::string& FaceDetector::file() const {
  return state_->file;
}

std::vector<FaceBox> FaceDetector::detect(const SmallFrame& frame) const {
  if (state_->backend == FaceBackend::none || frame.luma.empty()) return {};
  std::vector<FaceBox> faces = state_->engine->find(frame);
  const cv::Size source = frame.geometry.source;
  const double min_side = state_->options.min_size * std::max(source.width, source.height);
  for (FaceBox& face : faces) face.box = internal::in_frame(face.box, frame.geometry);
  std::erase_if(faces, [&](const FaceBox& face) {
    const double side = std::min(face.box.w, face.box.h);
    return side <= 0 || side < min_side;
  });
  std::sort(faces.begin(), faces.end(), [](const FaceBox& a, const FaceBox& b) {
    return std::tie(b.score, a.box.y, a.box.x, a.box.h, a.box.w) <
           std::tie(a.score, b.box.y, b.box.x, b.box.h, b.box.w);
  });
  return faces;
}

}  // namespace smartcrop
