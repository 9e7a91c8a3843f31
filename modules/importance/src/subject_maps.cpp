#include "subject_maps.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "cell_maps.hpp"
#include "smartcrop/importance/subject_color.hpp"

namespace smartcrop::internal {
namespace {

// Exponential smoothing forward and backward: each histogram sees its neighbors in both directions.
void smooth_over_time(std::vector<ColorHistogram>& histograms, double keep) {
  const auto from = histograms;
  const float k = static_cast<float>(keep);
  ColorHistogram carried{};
  for (std::size_t t = 0; t < histograms.size(); ++t)
    for (int b = 0; b < kColorBins; ++b) histograms[t][b] = carried[b] = from[t][b] + k * carried[b];
  carried.fill(0);
  for (std::size_t t = histograms.size(); t-- > 0;)
    for (int b = 0; b < kColorBins; ++b) {
      histograms[t][b] += k * carried[b];
      carried[b] = from[t][b] + k * carried[b];
    }
}

// The map max(0, 2 p - 1), where p is the probability that a cell's color is the subject's.
cv::Mat cells_of_color(const ColorHistogram& probability, const cv::Mat& bins) {
  cv::Mat map(bins.size(), CV_32F);
  for (int j = 0; j < bins.rows; ++j) {
    const uchar* b = bins.ptr<uchar>(j);
    float* m = map.ptr<float>(j);
    for (int i = 0; i < bins.cols; ++i) m[i] = std::max(0.0f, 2 * probability[b[i]] - 1);
  }
  cv::blur(map, map, {3, 3});
  return map;
}

}  // namespace

std::vector<cv::Mat> subject_maps(std::span<const FrameSignals> frames, double step_s,
                                  const std::vector<cv::Point2d>& centers,
                                  const std::vector<cv::Mat>& training, const ImportanceOptions& o) {
  const std::size_t n = training.size();
  const cv::Size size = training.front().size();
  std::vector<ColorHistogram> inside(n), outside(n);
  for (std::size_t t = 0; t < n; ++t) {
    inside[t].fill(0);
    outside[t].fill(0);
    const cv::Mat gate = gaussian_map(size, centers[t].x, centers[t].y, o.blob_width * size.width / 2,
                                      o.blob_height * size.height / 2);
    add_colors(inside[t], frames[t].colors, training[t].mul(gate));
    add_colors(outside[t], frames[t].colors, 1.0f - gate);
  }
  const double keep = std::exp(-step_s / o.color_memory_s);
  smooth_over_time(inside, keep);
  smooth_over_time(outside, keep);
  std::vector<cv::Mat> result;
  for (std::size_t t = 0; t < n; ++t)
    result.push_back(
        cells_of_color(subject_probability(inside[t], outside[t], o.color_doubt), frames[t].colors));
  return result;
}

}  // namespace smartcrop::internal
