#include "smartcrop/importance/saliency.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "smartcrop/core/conditions.hpp"

namespace smartcrop {
namespace {

void require(const cv::Mat& plane, const char* what) {
  if (plane.type() != CV_32FC1 || plane.empty())
    throw std::invalid_argument(std::string(what) + ": planes must be CV_32FC1, not empty");
}

void scale_to_one(cv::Mat& map) {
  double largest = 0;
  cv::minMaxLoc(map, nullptr, &largest);
  if (largest > 0) map *= 1 / largest;
}

int odd(double side) {
  return std::max(3, 2 * static_cast<int>(std::lround((side - 1) / 2)) + 1);
}

}  // namespace

std::vector<std::string> SaliencyOptions::problems() const {
  return unmet({
      {spectrum_box >= 3 && spectrum_box % 2 == 1, "spectrum_box must be odd and >= 3"},
      {blur >= 0 && blur <= 0.2, "blur must be in 0..0.2"},
      {surround_small > 0 && surround_small <= 1, "surround_small must be in (0, 1]"},
      {surround_large > 0 && surround_large <= 1, "surround_large must be in (0, 1]"},
      {chroma_weight >= 0, "chroma_weight must be >= 0"},
  });
}

// S = |F^-1( exp(L - mean(L)) e^{i phase} )|^2, L = log of the amplitude of F(luma).
cv::Mat spectral_residual(const cv::Mat& luma, const SaliencyOptions& options) {
  require(luma, "spectral_residual");
  cv::Mat spectrum;
  cv::dft(luma, spectrum, cv::DFT_COMPLEX_OUTPUT);
  cv::Mat log_amplitude(luma.size(), CV_32F), mean;
  for (int j = 0; j < luma.rows; ++j) {
    const auto* s = spectrum.ptr<cv::Vec2f>(j);
    float* l = log_amplitude.ptr<float>(j);
    for (int i = 0; i < luma.cols; ++i) l[i] = s[i][0] * s[i][0] + s[i][1] * s[i][1] + 1e-6f;
  }
  const cv::Mat amplitude_squared = log_amplitude.clone();
  cv::log(log_amplitude, log_amplitude);
  log_amplitude *= 0.5;
  cv::blur(log_amplitude, mean, {options.spectrum_box, options.spectrum_box}, {-1, -1}, cv::BORDER_REPLICATE);
  cv::Mat gain = log_amplitude - mean;
  cv::exp(gain, gain);
  for (int j = 0; j < luma.rows; ++j) {
    auto* s = spectrum.ptr<cv::Vec2f>(j);
    const float* g = gain.ptr<float>(j);
    const float* a = amplitude_squared.ptr<float>(j);
    for (int i = 0; i < luma.cols; ++i) s[i] *= g[i] / std::sqrt(a[i]);
  }
  cv::Mat back, map;
  cv::dft(spectrum, back, cv::DFT_INVERSE | cv::DFT_REAL_OUTPUT);
  cv::multiply(back, back, map);
  const double sigma = options.blur * std::max(luma.cols, luma.rows);
  if (sigma > 0) cv::GaussianBlur(map, map, {0, 0}, sigma, sigma, cv::BORDER_REFLECT_101);
  scale_to_one(map);
  return map;
}

cv::Mat color_contrast(const cv::Mat& luma, const cv::Mat& u, const cv::Mat& v,
                       const SaliencyOptions& options) {
  require(luma, "color_contrast");
  require(u, "color_contrast");
  require(v, "color_contrast");
  const cv::Mat planes[] = {luma, u, v};
  const double weights[] = {1.0, options.chroma_weight, options.chroma_weight};
  const double long_side = std::max(luma.cols, luma.rows);
  cv::Mat total = cv::Mat::zeros(luma.size(), CV_32F);
  for (const double share : {options.surround_small, options.surround_large}) {
    const int side = odd(share * long_side);
    cv::Mat sum = cv::Mat::zeros(luma.size(), CV_32F), mean;
    for (int c = 0; c < 3; ++c) {
      cv::blur(planes[c], mean, {side, side}, {-1, -1}, cv::BORDER_REFLECT_101);
      const float w = static_cast<float>(weights[c] * weights[c]);
      for (int j = 0; j < sum.rows; ++j) {
        const float* a = planes[c].ptr<float>(j);
        const float* b = mean.ptr<float>(j);
        float* s = sum.ptr<float>(j);
        for (int i = 0; i < sum.cols; ++i) s[i] += w * (a[i] - b[i]) * (a[i] - b[i]);
      }
    }
    cv::sqrt(sum, sum);
    total += sum;
  }
  scale_to_one(total);
  return total;
}

}  // namespace smartcrop
