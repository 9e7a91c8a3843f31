#include "layer_reader.hpp"

#include <malloc.h>

#include "network.hpp"
#include "smartcrop/core/error.hpp"

namespace smartcrop::internal {

LayerReader::LayerReader(const std::string& path, const std::string& what, const std::string& model)
    : problem_(what + " '" + path + "' is not " + model + "; scripts/fetch-models makes it"),
      net_(load_network(path, what)),
      names_(net_.getLayerNames()) {}

LayerReader::~LayerReader() {
  net_ = {};
  malloc_trim(0);
}

std::vector<cv::Mat> LayerReader::next(const std::string& type, std::size_t least, std::size_t most) {
  cv::Ptr<cv::dnn::Layer> layer;
  do {
    expect(next_ < names_.size());
    layer = net_.getLayer(net_.getLayerId(names_[next_++]));
  } while (layer->blobs.empty());
  expect(layer->type == type && layer->blobs.size() >= least && layer->blobs.size() <= most);
  return layer->blobs;
}

cv::Mat LayerReader::numbers(const std::string& type, int count) {
  cv::Mat read = next(type, 1, 1).front();
  expect(static_cast<int>(read.total()) == count);
  return read;
}

LayerReader::Weights LayerReader::convolution(int ins, int outs, int side) {
  const std::vector<cv::Mat> blobs = next("Convolution", 1, 2);
  const cv::Mat& kernels = blobs.front();
  expect(kernels.dims == 4 && kernels.size[0] == outs && kernels.size[1] == ins && kernels.size[2] == side &&
         kernels.size[3] == side);
  const cv::Mat bias = blobs.size() == 1 ? cv::Mat(1, outs, CV_32F, cv::Scalar(0)) : blobs.back();
  expect(static_cast<int>(bias.total()) == outs);
  return {kernels, bias};
}

void LayerReader::expect(bool holds) const {
  if (!holds) throw Error(problem_);
}

}  // namespace smartcrop::internal
