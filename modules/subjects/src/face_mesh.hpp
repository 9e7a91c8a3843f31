#pragma once

#include <cstddef>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "products.hpp"
#include "smartcrop/subjects/face_landmarks.hpp"

namespace smartcrop::internal {

/// FaceMesh's input, square, px, and what it gives: x, y and depth of 468 points.
inline constexpr int kFaceMeshInput = 192, kFaceMeshNumbers = 1404;

/// points: CV_32F, 1x1404: x, y and depth of 468 points, px of the input. confidence: CV_32F, 1x1. region:
/// what the input shows. Throws Error if the sizes are others.
FaceLandmarks decode_face_mesh(const cv::Mat& points, const cv::Mat& confidence, const CropWindow& region);

/// FaceMesh (MediaPipe), computed here: OpenCV 4.6 takes two and a half times as long for its many small
/// layers. Channels of a pixel lie side by side; each 3x3 convolution is followed by the product of its row
/// while that is in the cache. Thread-safe; the bits do not depend on the number of threads.
class FaceMeshNetwork {
 public:
  /// The weights of the ONNX file that scripts/fetch-models makes. Throws Error for any other.
  explicit FaceMeshNetwork(const std::string& path);

  /// As for decode_face_mesh().
  struct Result {
    cv::Mat points, confidence;
  };
  /// `input`: CV_32F, 1x3x192x192.
  Result run(const cv::Mat& input) const;

 private:
  class WeightReader;
  /// A 3x3 convolution of each channel, a product, the input added to it, and a factor on what is below 0.
  struct Block {
    int channels = 0, stride = 1;
    std::vector<float> taps;  ///< by tap, then channel
    Product product;
    std::vector<float> slopes;  ///< by channel: the factor
  };
  /// What comes behind the common part: blocks, a product to fewer channels, another block, and a product of
  /// all that is left.
  struct Branch {
    std::vector<Block> blocks;
    Product narrow, result;
    std::vector<float> slopes;
    Block last;
  };
  struct Image {
    int side = 0, channels = 0;
    std::vector<float> values;  ///< by row, column, channel

    void reshape(int length, int depth);
    float* row(int y) { return values.data() + std::ptrdiff_t{y} * side * channels; }
    const float* row(int y) const { return values.data() + std::ptrdiff_t{y} * side * channels; }
  };

  static Branch read_branch(WeightReader& reader, std::size_t blocks, int results);
  void see(const cv::Mat& input, Image& out) const;  ///< the first layer
  static void run(const Block& block, const Image& in, Image& out);
  static void run(const std::vector<Block>& blocks, Image& image);
  static cv::Mat run(const Branch& branch, Image image);

  Product first_;
  std::vector<float> first_slopes_;
  std::vector<Block> blocks_;
  Branch face_, points_;
};

}  // namespace smartcrop::internal
