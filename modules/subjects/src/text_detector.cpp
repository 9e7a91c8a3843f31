#include "smartcrop/subjects/text_detector.hpp"

#include <algorithm>
#include <mutex>
#include <opencv2/dnn/dnn.hpp>
#include <opencv2/imgproc.hpp>
#include <utility>
#include <vector>

#include "network.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/importance/screen_graphics.hpp"
#include "smartcrop/subjects/object_detector.hpp"

namespace smartcrop {
namespace {

/// Mean and standard deviation of colors, as in PP-OCR.
const internal::ColorPlanes kColors{true, {123.675F, 116.28F, 103.53F}, {57.63F, 57.63F, 57.63F}};
/// As in PP-OCR: least probability of a pixel, and mean of a box. The network marks shrunk words; boxes grow
/// by this factor times area / circumference.
constexpr float kPixel = 0.3F;
constexpr double kBox = 0.6, kGrowth = 1.5;
/// Smallest width and height of a marked area, px of the input.
constexpr int kLeastWidth = 6, kLeastHeight = 4;

/// Boxes in the network's input, grown to whole words. Found by contours, because OpenCV labels components on
/// threads of its own.
std::vector<cv::Rect2d> boxes_in(const cv::Mat& probability) {
  const cv::Mat mask = probability > kPixel;
  std::vector<std::vector<cv::Point>> contours;
  cv::findContours(mask, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  std::vector<cv::Rect2d> boxes;
  for (const std::vector<cv::Point>& contour : contours) {
    const cv::Rect box = cv::boundingRect(contour);
    if (box.width < kLeastWidth || box.height < kLeastHeight) continue;
    if (cv::mean(probability(box), mask(box))[0] < kBox) continue;
    const double margin = kGrowth * box.area() / (2.0 * (box.width + box.height));
    boxes.emplace_back(box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin);
  }
  std::ranges::sort(boxes, {}, [](const cv::Rect2d& box) { return std::pair(box.y, box.x); });
  return boxes;
}

/// Sets the edges of the frame and the share of them that words have. `boxes`: cells of the map.
void measure_edges(const cv::Mat& luma, const std::vector<CropWindow>& boxes, FrameText& text) {
  cv::Mat codes, dx, dy, edges, counted = cv::Mat::zeros(luma.size(), CV_8U);
  luma.convertTo(codes, CV_32F, kMapUnit);
  cv::Sobel(codes, dx, CV_32F, 1, 0);
  cv::Sobel(codes, dy, CV_32F, 0, 1);
  cv::magnitude(dx, dy, edges);
  edges.setTo(0, edges < kEdgeGradient);
  const cv::Rect whole({}, luma.size());
  for (const CropWindow& box : boxes)
    counted(cv::Rect(cv::Rect2d(box.x - 1, box.y - 1, box.w + 3, box.h + 3)) & whole) = 255;
  const double all = cv::sum(edges)[0];
  edges.setTo(0, counted == 0);
  text.edges = all;
  text.edge_share = all > 0 ? cv::sum(edges)[0] / all : 0;
}

/// Throws Error naming the file where it is missing or not a network.
cv::dnn::Net load_network(const std::string& path) {
  internal::require_file(path, "text model");
  try {
    cv::dnn::Net net = cv::dnn::readNetFromONNX(path);
    net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
    net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
    return net;
  } catch (const cv::Exception& error) {
    throw Error("text model '" + path + "' cannot be read (" + error.err +
                "); scripts/fetch-models fetches it anew");
  }
}

class TextNetwork {
 public:
  explicit TextNetwork(const std::string& path) : net_(load_network(path)) {}

  /// Boxes in cells of the small map.
  std::vector<CropWindow> find(const SmallFrame& frame) {
    const cv::Size map = frame.luma.size();
    const internal::Letterbox letterbox(map, object_input_size(map));
    net_.setInput(internal::network_input(frame, letterbox, kColors));
    const cv::Mat result = net_.forward();
    const cv::Mat probability(result.size[2], result.size[3], CV_32F, const_cast<uchar*>(result.data));
    std::vector<CropWindow> boxes;
    for (const cv::Rect2d& box : boxes_in(probability)) {
      const cv::Point2d first = letterbox.in_map(box.x, box.y);
      const cv::Point2d last = letterbox.in_map(box.br().x, box.br().y);
      boxes.push_back({first.x, first.y, last.x - first.x, last.y - first.y});
    }
    return boxes;
  }

 private:
  cv::dnn::Net net_;
};

}  // namespace

struct TextDetector::State {
  std::optional<TextNetwork> network;
  std::mutex mutex;
};

TextDetector::TextDetector(const std::string& model) : state_(std::make_unique<State>()) {
  const std::string file = model.empty() ? find_text_model().value_or("") : model;
  if (!file.empty()) state_->network.emplace(file);
}

TextDetector::~TextDetector() = default;
TextDetector::TextDetector(TextDetector&&) noexcept = default;
TextDetector& TextDetector::operator=(TextDetector&&) noexcept = default;

bool TextDetector::is_available() const {
  return state_->network.has_value();
}

FrameText TextDetector::detect(const SmallFrame& frame) const {
  FrameText text{frame.index, {}, 0};
  if (!is_available() || frame.luma.empty()) return text;
  const std::lock_guard lock(state_->mutex);
  const std::vector<CropWindow> boxes = state_->network->find(frame);
  measure_edges(frame.luma, boxes, text);
  for (const CropWindow& box : boxes) text.boxes.push_back(internal::in_frame(box, frame.geometry));
  return text;
}

}  // namespace smartcrop
