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

  /// The `count` arrays of the next layer that has any. Throws Error unless its type is `type`.
  std::vector<cv::Mat> next(const std::string& type, std::size_t count);

  /// Throws Error if the file does not hold `model`.
  void expect(bool holds) const;

 private:
  std::string problem_;
  cv::dnn::Net net_;
  std::vector<std::string> names_;
  std::size_t next_ = 0;
};

}  // namespace smartcrop::internal
