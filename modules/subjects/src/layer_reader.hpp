#pragma once

#include <cstddef>
#include <opencv2/core.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace smartcrop::internal {

/// The weights of an ONNX file's convolutions, additions and activations, one layer after the other. Its
/// other contents are not read: the code that uses them knows the network.
class LayerReader {
 public:
  /// `what` names the file in errors ("object model"), `model` what it should hold. Throws Error if the file
  /// is missing or not an ONNX file.
  LayerReader(const std::string& path, const std::string& what, const std::string& model);

  /// The array of the next layer that has any. Throws Error unless its type is `type` (of ONNX) and it has so
  /// many numbers.
  cv::Mat numbers(std::string_view type, int count);

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
  struct Layer {
    std::string_view type;
    std::vector<std::string_view> arrays;  ///< as ONNX's tensors, in bytes_
  };
  std::vector<cv::Mat> next(std::string_view type, std::size_t least, std::size_t most);

  std::string problem_, bytes_;
  std::vector<Layer> layers_;
  std::size_t next_ = 0;
};

}  // namespace smartcrop::internal
