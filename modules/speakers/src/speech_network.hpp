#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <span>
#include <string>
#include <vector>

namespace smartcrop::internal {

/// a * b for CV_32F matrices, summed in an order that does not depend on the number of cores.
cv::Mat product(const cv::Mat& a, const cv::Mat& b);

/// The network Silero VAD.
class SpeechNetwork {
 public:
  /// Reads the floats that scripts/fetch-models writes. Throws Error naming the file.
  explicit SpeechNetwork(const std::string& path);

  /// The network's state between two parts of the sound.
  struct Memory {
    cv::Mat hidden = cv::Mat::zeros(128, 1, CV_32F), cell = cv::Mat::zeros(128, 1, CV_32F);
    std::vector<float> context = std::vector<float>(64, 0);  ///< the last samples
  };

  /// One probability per whole step of 512 samples.
  std::vector<float> run(std::span<const float> samples, Memory& memory) const;

 private:
  struct Convolution {
    cv::Mat weights;  ///< outputs x 3 inputs
    cv::Mat bias;     ///< outputs x 1
    int stride;
  };

  cv::Mat spectra(std::span<const float> samples, Memory& memory) const;
  float decide(const cv::Mat& gates, Memory& memory) const;

  cv::Mat basis_;  ///< 258 x 256: cosines, then sines, of the windowed spectrum
  std::array<Convolution, 4> encoder_;
  cv::Mat input_weights_, hidden_weights_, gate_bias_;  ///< 512 x 128, 512 x 128, 512 x 1
  cv::Mat decoder_weights_, decoder_bias_;              ///< 1 x 128, 1 x 1
};

}  // namespace smartcrop::internal
