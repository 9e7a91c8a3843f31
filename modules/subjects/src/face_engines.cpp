#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <opencv2/core.hpp>
#include <opencv2/dnn/dnn.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

#include "face_engines.hpp"
#include "smartcrop/core/error.hpp"

namespace smartcrop {
namespace {

/// UltraFace's input, and its normalization (value - 127) / 128.
const cv::Size kInput{320, 240};
constexpr float kMean = 127;
constexpr float kSpread = 128;
constexpr int kPriors = 4420;

/// Neighboring hits that make a Haar face, and the cascade's own smallest window, px.
constexpr int kHaarNeighbors = 3;
constexpr int kHaarWindow = 20;

/// Y'CbCr of limited range to R'G'B': what a unit of Cr adds to red, and so on.
struct ColorMatrix {
  float red_cr, green_cb, green_cr, blue_cb;
};
constexpr ColorMatrix kBt601{1.596F, -0.392F, -0.813F, 2.017F};
constexpr ColorMatrix kBt709{1.793F, -0.213F, -0.533F, 2.112F};
constexpr float kLumaGain = 255.0F / 219;
constexpr int kHdLines = 720;  ///< from here on video is BT.709 by convention

void require_file(const std::string& path, const char* what) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    throw Error(std::string(what) + " '" + path + "' is not a file");
  }
}

cv::Mat resized(const cv::Mat& plane, cv::Size size) {
  if (plane.size() == size) return plane;
  cv::Mat result;
  cv::resize(plane, result, size, 0, 0, size.width < plane.cols ? cv::INTER_AREA : cv::INTER_LINEAR);
  return result;
}

/// Where the small map lies in the network's input: in the middle, as large as fits.
struct Letterbox {
  explicit Letterbox(cv::Size map) {
    const double fit = std::min(static_cast<double>(kInput.width) / map.width,
                                static_cast<double>(kInput.height) / map.height);
    const auto side = [fit](int length, int most) {
      return std::clamp(static_cast<int>(std::lround(fit * length)), 1, most);
    };
    picture.width = side(map.width, kInput.width);
    picture.height = side(map.height, kInput.height);
    picture.x = (kInput.width - picture.width) / 2;
    picture.y = (kInput.height - picture.height) / 2;
    cells_per_px = {static_cast<double>(map.width) / picture.width,
                    static_cast<double>(map.height) / picture.height};
  }

  cv::Rect picture;
  cv::Point2d cells_per_px;
};

/// CV_32F 1x3x240x320, R, G, B; mid-gray around the picture.
cv::Mat network_input(const SmallFrame& frame, const Letterbox& box) {
  const std::array<int, 4> shape{1, 3, kInput.height, kInput.width};
  cv::Mat blob(static_cast<int>(shape.size()), shape.data(), CV_32F, cv::Scalar(0));
  std::array<cv::Mat, 3> rgb;
  for (int channel = 0; channel < 3; ++channel) {
    rgb[static_cast<std::size_t>(channel)] =
        cv::Mat(kInput, CV_32F, blob.ptr<float>(0, channel))(box.picture);
  }
  const cv::Size size = box.picture.size();
  const cv::Mat luma = resized(frame.luma, size);
  const bool gray = frame.cb.empty() || frame.cr.empty();
  const cv::Mat neutral(1, size.width, CV_16UC1, cv::Scalar(128 << kMapFractionBits));
  const cv::Mat cb = gray ? neutral : resized(frame.cb, size);
  const cv::Mat cr = gray ? neutral : resized(frame.cr, size);
  const ColorMatrix& matrix = frame.geometry.source.height < kHdLines ? kBt601 : kBt709;
  constexpr auto kUnit = static_cast<float>(kMapUnit);
  const auto normal = [](float value) { return (std::clamp(value, 0.0F, 255.0F) - kMean) / kSpread; };
  for (int row = 0; row < size.height; ++row) {
    const auto* y = luma.ptr<std::uint16_t>(row);
    const auto* u = cb.ptr<std::uint16_t>(gray ? 0 : row);
    const auto* v = cr.ptr<std::uint16_t>(gray ? 0 : row);
    auto* red = rgb[0].ptr<float>(row);
    auto* green = rgb[1].ptr<float>(row);
    auto* blue = rgb[2].ptr<float>(row);
    for (int column = 0; column < size.width; ++column) {
      const float light = kLumaGain * (static_cast<float>(y[column]) * kUnit - 16);
      const float blueness = static_cast<float>(u[column]) * kUnit - 128;
      const float redness = static_cast<float>(v[column]) * kUnit - 128;
      red[column] = normal(light + matrix.red_cr * redness);
      green[column] = normal(light + matrix.green_cb * blueness + matrix.green_cr * redness);
      blue[column] = normal(light + matrix.blue_cb * blueness);
    }
  }
  return blob;
}

class UltraFace final : public FaceEngine {
 public:
  UltraFace(const std::string& path, double min_score, double max_overlap)
      : min_score_(min_score), max_overlap_(max_overlap) {
    require_file(path, "face model");
    try {
      net_ = cv::dnn::readNetFromONNX(path);
      net_.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
      net_.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
      output_names_ = net_.getUnconnectedOutLayersNames();
    } catch (const cv::Exception& error) {
      throw Error("face model '" + path + "' cannot be read (" + error.err +
                  "); scripts/fetch-models fetches it anew");
    }
    if (output_names_.size() != 2) throw Error("face model '" + path + "' is not UltraFace RFB-320");
  }

  std::vector<FaceBox> find(const SmallFrame& frame) override {
    const Letterbox letterbox(frame.luma.size());
    net_.setInput(network_input(frame, letterbox));
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
  static cv::Point2d in_map(const Letterbox& letterbox, float x, float y) {
    return {(static_cast<double>(x) * kInput.width - letterbox.picture.x) * letterbox.cells_per_px.x,
            (static_cast<double>(y) * kInput.height - letterbox.picture.y) * letterbox.cells_per_px.y};
  }

  cv::dnn::Net net_;
  std::vector<std::string> output_names_;
  double min_score_;
  double max_overlap_;
};

class Haar final : public FaceEngine {
 public:
  Haar(const std::string& path, double min_score) : min_score_(min_score) {
    require_file(path, "face cascade");
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
