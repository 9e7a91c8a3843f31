#pragma once

#include <cstddef>
#include <opencv2/core.hpp>
#include <opencv2/dnn/dnn.hpp>
#include <string>
#include <vector>

namespace smartcrop::internal {

/// The weights of a network's layers, one layer after the other.
class LayerReader {
 public:
  /// `what` names the file in errors ("object model"), `model` what it should hold. Throws Error if the file
  /// is missing or not a network.
  LayerReader(const std::string& path, const std::string& what, const std::string& model);
  /// Gives the memory that reading took back to the system.
  ~LayerReader();
  LayerReader(const LayerReader&) = delete;
  LayerReader& operator=(const LayerReader&) = delete;

  /// The array of the next layer that has any. Throws Error unless its type is `type` and it has so many
  /// numbers.
  cv::Mat numbers(const std::string& type, int count);

  /// Of a convolution; without a bias in the file it is 0.
  struct Weights {
    cv::Mat kernels;  ///< CV_32F, output channels x input channels x rows x columns
    cv::Mat bias;     ///< a number for each output channel
  };
  /// Of the next layer that has any. Throws Error unless it is such a convolution with square kernels.
  Weights convolution(int ins, int outs, int side);

  /// Throws Error if the file does not hold `model`.
  void expect(bool holds) const;

 private:
  std::vector<cv::Mat> next(const std::string& type, std::size_t least, std::size_t most);

  std::string problem_;
  cv::dnn::Net net_;
  std::vector<std::string> names_;
  std::size_t next_ = 0;
};

}  // namespace smartcrop::internal
