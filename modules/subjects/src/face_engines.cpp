#include "face_engines.hpp"

#include <algorithm>
#include <cstddef>
#include <opencv2/core.hpp>
#include <opencv2/dnn/dnn.hpp>
#include <opencv2/objdetect.hpp>

#include "network.hpp"
#include "smartcrop/core/error.hpp"

namespace smartcrop {
namespace {

/// UltraFace's input, and its normalization (value - 127) / 128.
const cv::Size kInput{320, 240};
const internal::ColorPlanes kColors{false, {127, 127, 127}, {128, 128, 128}};
constexpr int kPriors = 4420;

/// Neighboring hits that make a Haar face, and the cascade's own smallest window, px.
constexpr int kHaarNeighbors = 3;
constexpr int kHaarWindow = 20;

class UltraFace final : public FaceEngine {
 public:
  UltraFace(const std::string& path, double min_score, double max_overlap)
      : net_(internal::load_network(path, "face model")), min_score_(min_score), max_overlap_(max_overlap) {
    output_names_ = net_.getUnconnectedOutLayersNames();
    if (output_names_.size() != 2) throw Error("face model '" + path + "' is not UltraFace RFB-320");
  }

  std::vector<FaceBox> find(const SmallFrame& frame) override {
    const internal::Letterbox letterbox(frame.luma.size(), kInput);
    net_.setInput(internal::network_input(frame, letterbox, kColors));
    std::vector<cv::Mat> outputs;
    net_.forward(outputs, output_names_);
    cv::Mat scores, corners;
    for (const cv::Mat& output : outputs) {
      if (output.total() == kPriors * std::size_t{2}) scores = output.reshape(1, kPriors);
      if (output.total() == kPriors * std::size_t{4}) corners = output.reshape(1, kPriors);
    }
    if (scores.empty() || corners.empty())
      throw Error("face model: its outputs are not those of UltraFace RFB-320");

    std::vector<cv::Rect2d> boxes;
    std::vector<float> box_scores;
    for (int prior = 0; prior < kPriors; ++prior) {
      const float score = scores.at<float>(prior, 1);  // column 0: no face
      if (!(static_cast<double>(score) >= min_score_)) continue;
      const auto* corner = corners.ptr<float>(prior);  // left, top, right, bottom, each 0..1 of the input
      const cv::Point2d first = in_map(letterbox, corner[0], corner[1]);
      const cv::Point2d last = in_map(letterbox, corner[2], corner[3]);
      if (!(last.x > first.x && last.y > first.y)) continue;
      boxes.emplace_back(first, last);
      box_scores.push_back(score);
    }
    std::vector<int> kept;
    cv::dnn::NMSBoxes(boxes, box_scores, static_cast<float>(min_score_) * 0.5F,
                      static_cast<float>(max_overlap_), kept);
    std::vector<FaceBox> faces;
    for (const int i : kept) {
      const cv::Rect2d& box = boxes[static_cast<std::size_t>(i)];
      faces.push_back({{box.x, box.y, box.width, box.height},
                       static_cast<double>(box_scores[static_cast<std::size_t>(i)])});
    }
    return faces;
  }

 private:
  static cv::Point2d in_map(const internal::Letterbox& letterbox, float x, float y) {
    return letterbox.in_map(static_cast<double>(x) * kInput.width, static_cast<double>(y) * kInput.height);
  }

  cv::dnn::Net net_;
  std::vector<std::string> output_names_;
  double min_score_;
  double max_overlap_;
};

class Haar final : public FaceEngine {
 public:
  Haar(const std::string& path, double min_score) : min_score_(min_score) {
    internal::require_file(path, "face cascade");
    bool loaded = false;
    try {
      loaded = cascade_.load(path);
    } catch (const cv::Exception&) {
      loaded = false;
    }
    if (!loaded) throw Error("face cascade '" + path + "' cannot be read");
  }

  std::vector<FaceBox> find(const SmallFrame& frame) override {
    if (std::min(frame.luma.cols, frame.luma.rows) < kHaarWindow) return {};
    cv::Mat gray;
    frame.luma.convertTo(gray, CV_8U, kMapUnit);
    std::vector<cv::Rect> boxes;
    std::vector<int> hits;
    cascade_.detectMultiScale(gray, boxes, hits, 1.1, kHaarNeighbors, 0, {kHaarWindow, kHaarWindow});
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

 private:
  cv::CascadeClassifier cascade_;
  double min_score_;
};

}  // namespace

std::unique_ptr<FaceEngine> load_ultraface(const std::string& path, double min_score, double max_overlap) {
  return std::make_unique<UltraFace>(path, min_score, max_overlap);
}

std::unique_ptr<FaceEngine> load_haar(const std::string& path, double min_score) {
  return std::make_unique<Haar>(path, min_score);
}

}  // namespace smartcrop
