#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "convolution.hpp"
#include "layer_reader.hpp"
#include "nanodet.hpp"
#include "pool.hpp"

namespace smartcrop::internal {

/// NanoDet-g, computed here: OpenCV 4.6 takes twice as long. Thread-safe; the bits do not depend on the
/// number of threads. Source: Lyu, "NanoDet", 2020: a backbone of cross-stage partial blocks, a path
/// aggregation network, a head for each grid.
class NanoDetNetwork {
 public:
  /// The weights of the ONNX file that scripts/fetch-models makes. Throws Error for any other.
  explicit NanoDetNetwork(const std::string& path);

  /// `input`: CV_32F, 1x3xHxW; the sides are multiples of 32. One grid for each of kStrides.
  std::array<NanoDetGrid, 3> run(const cv::Mat& input) const;

 private:
  /// Half of the channels from the other half.
  struct Residual {
    Convolution first, second;
  };
  /// The block's input beside what its residuals make of it.
  struct Block {
    Convolution first;
    std::vector<Residual> residuals;
    Convolution last;
    int channels = 0, stride = 1;
  };
  struct Head {
    Convolution convolution;
    Product result;
  };

  /// The maps of a run, to be used again by the next.
  struct BlockMaps {
    FeatureMap out, even, odd;
  };
  struct Maps {
    Convolution::Buffer buffer;
    FeatureMap colors, stem, pooled;
    std::array<BlockMaps, 4> blocks;
    std::array<FeatureMap, 3> pyramid, hidden;  ///< in the order of the laterals
  };

  static Block read_block(LayerReader& reader, int channels, int residuals, int stride);
  static void run(const Block& block, const FeatureMap& in, BlockMaps& maps, Convolution::Buffer& buffer);
  static NanoDetGrid run(const Head& head, const FeatureMap& in, FeatureMap& hidden,
                         Convolution::Buffer& buffer);
  std::array<NanoDetGrid, 3> run(const cv::Mat& input, Maps& maps) const;

  Convolution stem_;
  std::array<Block, 4> blocks_;
  std::array<Product, 3> laterals_;  ///< of the coarsest grid first, as the heads
  std::array<Head, 3> heads_;
  mutable Pool<Maps> maps_;
};

}  // namespace smartcrop::internal
