#include "face_engines.hpp"

#include <algorithm>
#include <cstddef>
#include <opencv2/core.hpp>
#include <opencv2/objdetect.hpp>
#include <utility>

#include "nanodet.hpp"
#include "network.hpp"
#include "pool.hpp"
#include "smartcrop/core/error.hpp"
#include "ultraface_network.hpp"

namespace smartcrop {
namespace {

/// UltraFace's normalization, (value - 127) / 128.
const internal::ColorPlanes kColors{false, {127, 127, 127}, {128, 128, 128}};

/// Neighboring hits that make a Haar face, and the cascade's own smallest window, px.
constexpr int kHaarNeighbors = 3;
constexpr int kHaarWindow = 20;

class UltraFace final : public FaceEngine {
 public:
  UltraFace(const std::string& path, double min_score, double max_overlap)
      : network_(path), min_score_(static_cast<float>(min_score)), max_overlap_(max_overlap) {}

  std::vector<FaceBox> find(const SmallFrame& frame) const override {
    const internal::Letterbox letterbox(frame.luma.size(), internal::kUltraFaceInput);
    const auto in_map = [&](const cv::Point2f& share) {
      return letterbox.in_map(static_cast<double>(share.x) * letterbox.input.width,
                              static_cast<double>(share.y) * letterbox.input.height);
    };
    std::vector<DetectedObject> hits;
    for (const auto& hit : network_.run(internal::network_input(frame, letterbox, kColors), min_score_)) {
      const cv::Point2d first = in_map(hit.first), last = in_map(hit.last);
      if (last.x > first.x && last.y > first.y)
        hits.push_back(
            {{first.x, first.y, last.x - first.x, last.y - first.y}, 0, static_cast<double>(hit.score)});
    }
    std::vector<FaceBox> faces;
    for (const DetectedObject& hit : internal::suppress_overlaps(std::move(hits), max_overlap_))
      faces.push_back({hit.box, hit.score});
    return faces;
  }

 private:
  internal::UltraFaceNetwork network_;
  float min_score_;
  double max_overlap_;
};

class Haar final : public FaceEngine {
 public:
  Haar(std::string path, double min_score) : path_(std::move(path)), min_score_(min_score) {
    internal::require_file(path_, "face cascade");
    cascades_.give_back(load());
  }

  std::vector<FaceBox> find(const SmallFrame& frame) const override {
    if (std::min(frame.luma.cols, frame.luma.rows) < kHaarWindow) return {};
    cv::Mat gray;
    frame.luma.convertTo(gray, CV_8U, kMapUnit);
    return cascades_.with([this] { return load(); },
                          [&](cv::CascadeClassifier& cascade) { return find(gray, cascade); });
  }

 private:
  std::unique_ptr<cv::CascadeClassifier> load() const {
    auto cascade = std::make_unique<cv::CascadeClassifier>();
    bool loaded = false;
    try {
      loaded = cascade->load(path_);
    } catch (const cv::Exception&) {
      loaded = false;
    }
    if (!loaded) throw Error("face cascade '" + path_ + "' cannot be read");
    return cascade;
  }

  std::vector<FaceBox> find(const cv::Mat& gray, cv::CascadeClassifier& cascade) const {
    std::vector<cv::Rect> boxes;
    std::vector<int> hits;
    cascade.detectMultiScale(gray, boxes, hits, 1.1, kHaarNeighbors, 0, {kHaarWindow, kHaarWindow});
    std::vector<FaceBox> faces;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      const double score = hits[i] / (hits[i] + 1.0);
      if (score < min_score_) continue;
      const cv::Rect& box = boxes[i];
      faces.push_back({{static_cast<double>(box.x), static_cast<double>(box.y),
                        static_cast<double>(box.width), static_cast<double>(box.height)},
                       score});
    }
    return faces;
  }

  std::string path_;
  double min_score_;
  mutable internal::Pool<cv::CascadeClassifier> cascades_;
};

}  // namespace

std::unique_ptr<FaceEngine> load_ultraface(const std::string& path, double min_score, double max_overlap) {
  return std::make_unique<UltraFace>(path, min_score, max_overlap);
}

std::unique_ptr<FaceEngine> load_haar(const std::string& path, double min_score) {
  return std::make_unique<Haar>(path, min_score);
}

}  // namespace smartcrop
