#pragma once

#include <cstddef>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "convolution.hpp"
#include "depthwise.hpp"
#include "layer_reader.hpp"
#include "pool.hpp"
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
  /// What comes behind the common part: blocks, a product to fewer channels, another block, and a product of
  /// all that is left.
  struct Branch {
    std::vector<Separable> blocks;
    Product narrow, result;
    Separable last;
  };
  /// The maps of a run, to be used again by the next.
  struct Maps {
    Convolution::Buffer buffer;
    std::vector<float> row;
    FeatureMap colors, even, odd, shrunk, narrow, last;
  };

  static Branch read_branch(LayerReader& reader, std::size_t blocks, int results);
  /// A block adds its input, for stride 2 the largest of each 2x2 pixels.
  static void run(const Separable& block, const FeatureMap& in, FeatureMap& out, Maps& maps);
  static const FeatureMap& run(const std::vector<Separable>& blocks, const FeatureMap& in, Maps& maps);
  static cv::Mat run(const Branch& branch, const FeatureMap& in, Maps& maps);
  Result run(const cv::Mat& input, Maps& maps) const;

  Convolution first_;
  std::vector<Separable> blocks_;
  Branch face_, points_;
  mutable Pool<Maps> maps_;
};

}  // namespace smartcrop::internal
