#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "convolution.hpp"
#include "depthwise.hpp"
#include "layer_reader.hpp"
#include "pool.hpp"

namespace smartcrop::internal {

/// UltraFace's input, px.
inline const cv::Size kUltraFaceInput{320, 240};

/// What the network sees around one of its 4420 priors; corners as shares of the input.
struct UltraFaceHit {
  float score = 0;  ///< probability of a face
  cv::Point2f first, last;
};

/// UltraFace RFB-320, computed here: OpenCV 4.6 takes twice as long. Thread-safe; the bits do not depend on
/// the number of threads. Source: Linzaer, "Ultra-Light-Fast-Generic-Face-Detector-1MB", 2019: separable
/// convolutions, a receptive field block (Liu et al., "Receptive Field Block Net", 2018), the heads and
/// priors of Liu et al., "SSD: Single Shot MultiBox Detector", 2016.
class UltraFaceNetwork {
 public:
  /// The weights of the ONNX file that scripts/fetch-models gets. Throws Error for any other.
  explicit UltraFaceNetwork(const std::string& path);

  /// `input`: CV_32F, 1x3x240x320. Hits scored `min_score` or more, in the order of the priors.
  std::vector<UltraFaceHit> run(const cv::Mat& input, float min_score) const;

 private:
  static constexpr std::size_t kBranches = 3;
  /// Few channels, then convolutions, the last of them with its taps far apart.
  struct Branch {
    Product narrow;
    std::vector<Convolution> convolutions;
  };
  struct Head {
    Separable scores, sides;
  };
  /// The maps of a run, to be used again by the next.
  struct Maps {
    Convolution::Buffer buffer;
    std::vector<float> row;
    FeatureMap colors, map, next, scores, sides;
    FeatureMap shortcut, branches;
    std::array<FeatureMap, 3> hidden;
  };

  static void run(const std::vector<Separable>& layers, Maps& maps);
  void run_field(Maps& maps) const;
  std::vector<UltraFaceHit> run(const cv::Mat& input, float min_score, Maps& maps) const;

  Convolution first_;
  std::array<std::vector<Separable>, 3> stages_;
  std::array<Branch, kBranches> branches_;  ///< of the block behind the first stage
  Product joined_, shortcut_;
  std::array<Head, 3> heads_;  ///< behind each stage
  Product narrow_;
  Separable last_;
  Convolution last_scores_, last_sides_;
  mutable Pool<Maps> maps_;
};

}  // namespace smartcrop::internal
