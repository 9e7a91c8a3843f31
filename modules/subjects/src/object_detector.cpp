#include "smartcrop/subjects/object_detector.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "nanodet_network.hpp"
#include "network.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/parallel.hpp"
#include "smartcrop/core/text.hpp"

namespace smartcrop {
namespace {

constexpr int kInputUnit = 32;  ///< the input's sides are multiples of the largest stride
/// Largest enlargement of a small map; more does not improve the results.
constexpr double kMostGrowth = 1.25;
constexpr int kLeastInputPixels = 64 * 64;

/// Means and standard deviations of ImageNet's colors.
const internal::ColorPlanes kColors{true, {103.53F, 116.28F, 123.675F}, {57.375F, 57.12F, 58.395F}};

/// Objects in cells of the small map.
std::vector<DetectedObject> find(const internal::NanoDetNetwork& network, const SmallFrame& frame,
                                 const ObjectDetectorOptions& options) {
  const cv::Size map = frame.luma.size();
  // NanoDet was trained on pictures stretched to its input.
  const auto letterbox = internal::Letterbox::stretched(map, object_input_size(map, options.max_input_px));
  const auto grids = network.run(internal::network_input(frame, letterbox, kColors));
  auto objects = internal::suppress_overlaps(
      internal::decode_nanodet(grids, letterbox.input, options.min_score), options.max_overlap);
  for (DetectedObject& object : objects) {
    const CropWindow& box = object.box;
    const cv::Point2d first = letterbox.in_map(box.x, box.y);
    const cv::Point2d last = letterbox.in_map(box.x + box.w, box.y + box.h);
    object.box = {first.x, first.y, last.x - first.x, last.y - first.y};
  }
  return objects;
}

/// Whether results are independent of the number of OpenCV's threads. OpenCV 4.6 divides a convolution among
/// threads in groups of eight cells, and sums one to three last cells in another order. The finer grids have
/// multiples of four cells.
bool is_stable(cv::Size input) {
  const int cells = input.area() / (kInputUnit * kInputUnit);
  return cells <= 8 || cells % 8 == 0 || cells % 8 > 3;
}

}  // namespace

std::vector<std::string> ObjectDetectorOptions::problems() const {
  std::vector<std::string> problems;
  const auto require = [&](bool holds, const char* field, double value, const char* constraint) {
    if (!holds) problems.push_back(std::string(field) + ' ' + decimals(value, 3) + " must be " + constraint);
  };
  require(min_score > 0 && min_score < 1, "min_score", min_score, "above 0 and below 1");
  require(max_overlap > 0 && max_overlap < 1, "max_overlap", max_overlap, "above 0 and below 1");
  require(min_size >= 0 && min_size < 1, "min_size", min_size, "at least 0 and below 1");
  if (max_input_px < kLeastInputPixels) {
    problems.push_back("max_input_px " + std::to_string(max_input_px) + " must be at least " +
                       std::to_string(kLeastInputPixels));
  }
  return problems;
}

cv::Size object_input_size(cv::Size map, int max_px) {
  cv::Size best;
  double best_fit = 0;
  for (int width = kInputUnit; width * kInputUnit <= max_px; width += kInputUnit) {
    for (int height = kInputUnit; width * height <= max_px; height += kInputUnit) {
      const double fit = std::min(
          {static_cast<double>(width) / map.width, static_cast<double>(height) / map.height, kMostGrowth});
      const cv::Size size(width, height);
      if (!is_stable(size)) continue;
      if (fit > best_fit || (fit == best_fit && size.area() < best.area())) {
        best_fit = fit;
        best = size;
      }
    }
  }
  return best;
}

struct ObjectDetector::State {
  ObjectDetectorOptions options;
  std::string file;
  std::optional<internal::NanoDetNetwork> network;
};

ObjectDetector::ObjectDetector(const ObjectDetectorOptions& options) : state_(std::make_unique<State>()) {
  throw_if_any("ObjectDetectorOptions", options.problems());
  state_->options = options;
  state_->file = options.model.empty() ? find_object_model().value_or("") : options.model;
  // Loaded now, so that a damaged file is an error here and not in the middle of a video.
  if (is_available()) state_->network.emplace(state_->file);
}

ObjectDetector::~ObjectDetector() = default;
ObjectDetector::ObjectDetector(ObjectDetector&&) noexcept = default;
ObjectDetector& ObjectDetector::operator=(ObjectDetector&&) noexcept = default;

bool ObjectDetector::is_available() const {
  return !state_->file.empty();
}

const std::string& ObjectDetector::file() const {
  return state_->file;
}

std::vector<DetectedObject> ObjectDetector::detect(const SmallFrame& frame) const {
  if (!is_available() || frame.luma.empty()) return {};
  std::vector<DetectedObject> objects = find(*state_->network, frame, state_->options);
  const cv::Size source = frame.geometry.source;
  const double min_side = state_->options.min_size * std::max(source.width, source.height);
  for (DetectedObject& object : objects) object.box = internal::in_frame(object.box, frame.geometry);
  std::erase_if(objects, [&](const DetectedObject& object) {
    return std::min(object.box.w, object.box.h) <= 0 || std::max(object.box.w, object.box.h) < min_side;
  });
  return objects;
}

}  // namespace smartcrop
