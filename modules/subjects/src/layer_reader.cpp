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

std::vector<cv::Mat> LayerReader::next(const std::string& type, std::size_t count) {
  cv::Ptr<cv::dnn::Layer> layer;
  do {
    expect(next_ < names_.size());
    layer = net_.getLayer(net_.getLayerId(names_[next_++]));
  } while (layer->blobs.empty());
  expect(layer->type == type && layer->blobs.size() == count);
  return layer->blobs;
}

void LayerReader::expect(bool holds) const {
  if (!holds) throw Error(problem_);
}

}  // namespace smartcrop::internal
