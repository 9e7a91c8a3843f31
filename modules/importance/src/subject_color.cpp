#include "smartcrop/importance/subject_color.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace smartcrop {
namespace {

constexpr int kLumaBins = 5, kChromaBins = 7;
constexpr std::array<float, 6> kChromaEdges = {-20, -9, -3, 3,
                                               9,   20};  // around 128; about equally filled in natural video

int chroma_bin(float code) {
  int bin = 0;
  for (const float edge : kChromaEdges) bin += code - 128 > edge;
  return bin;
}

int luma_bin(float code) {
  return std::clamp(static_cast<int>((code - 16) / 44), 0, kLumaBins - 1);
}

// [1 2 1] / 4 along one axis of the bins, ends repeated.
void blur_axis(ColorHistogram& h, int stride, int length) {
  const ColorHistogram from = h;
  for (int n = 0; n < kColorBins; ++n) {
    const int place = n / stride % length;
    const float before = place > 0 ? from[n - stride] : from[n];
    const float after = place < length - 1 ? from[n + stride] : from[n];
    h[n] = 0.25f * before + 0.5f * from[n] + 0.25f * after;
  }
}

bool normalize(ColorHistogram& h) {
  const float sum = std::accumulate(h.begin(), h.end(), 0.0f);
  if (!(sum > 0)) return false;
  for (float& v : h) v /= sum;
  return true;
}

}  // namespace

cv::Mat color_bins(const cv::Mat& luma, const cv::Mat& u, const cv::Mat& v) {
  if (luma.type() != CV_32FC1 || u.type() != CV_32FC1 || v.type() != CV_32FC1 || luma.size() != u.size() ||
      luma.size() != v.size())
    throw std::invalid_argument("color_bins: planes must be CV_32FC1 and of equal size");
  cv::Mat bins(luma.size(), CV_8UC1);
  for (int j = 0; j < luma.rows; ++j) {
    const float *py = luma.ptr<float>(j), *pu = u.ptr<float>(j), *pv = v.ptr<float>(j);
    uchar* b = bins.ptr<uchar>(j);
    for (int i = 0; i < luma.cols; ++i)
      b[i] = static_cast<uchar>((luma_bin(py[i]) * kChromaBins + chroma_bin(pu[i])) * kChromaBins +
                                chroma_bin(pv[i]));
  }
  return bins;
}

void add_colors(ColorHistogram& histogram, const cv::Mat& bins, const cv::Mat& weight) {
  if (bins.type() != CV_8UC1 || weight.type() != CV_32FC1 || bins.size() != weight.size())
    throw std::invalid_argument("add_colors: bins must be CV_8UC1, weight CV_32FC1, of equal size");
  for (int j = 0; j < bins.rows; ++j) {
    const uchar* b = bins.ptr<uchar>(j);
    const float* w = weight.ptr<float>(j);
    for (int i = 0; i < bins.cols; ++i) histogram[b[i]] += w[i];
  }
}

ColorHistogram subject_probability(const ColorHistogram& subject, const ColorHistogram& background,
                                   double doubt) {
  ColorHistogram s = subject, b = background, result;
  result.fill(0.5f);
  if (!normalize(s) || !normalize(b)) return result;
  for (ColorHistogram* h : {&s, &b}) {
    blur_axis(*h, 1, kChromaBins);
    blur_axis(*h, kChromaBins, kChromaBins);
    blur_axis(*h, kChromaBins * kChromaBins, kLumaBins);
  }
  const float lift = static_cast<float>(doubt) / kColorBins;
  for (int n = 0; n < kColorBins; ++n) result[n] = (s[n] + lift) / (s[n] + b[n] + 2 * lift);
  return result;
}

}  // namespace smartcrop
