#include "layer_reader.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <map>
#include <stdexcept>

#include "network.hpp"
#include "smartcrop/core/error.hpp"

namespace smartcrop::internal {
namespace {

/// Of a protobuf message: a number, or bytes (text, a message, or packed numbers).
struct Field {
  std::uint64_t id = 0, number = 0;
  std::string_view bytes;
};

/// Field ids of ONNX's messages; see onnx.proto3 of version 1.12.
constexpr std::uint64_t kModelGraph = 7, kGraphNode = 1, kGraphInitializer = 5, kNodeInput = 1, kNodeType = 4,
                        kTensorSides = 1, kTensorType = 2, kTensorFloats = 4, kTensorName = 8,
                        kTensorBytes = 9;
constexpr std::uint64_t kFloat = 1;

constexpr std::array<std::string_view, 3> kTypes{"Conv", "Add", "PRelu"};

std::string_view take(std::uint64_t count, std::string_view& rest) {
  if (count > rest.size()) throw std::out_of_range("the message is cut off");
  const std::string_view taken = rest.substr(0, count);
  rest.remove_prefix(count);
  return taken;
}

std::uint64_t take_number(std::string_view& rest) {
  std::uint64_t number = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const auto byte = static_cast<unsigned char>(take(1, rest).front());
    number |= std::uint64_t{byte & 127U} << shift;
    if (byte < 128) return number;
  }
  throw std::out_of_range("not a number");
}

/// Source: "Encoding" of the documentation of protobuf.
std::vector<Field> fields_of(std::string_view message) {
  std::vector<Field> fields;
  while (!message.empty()) {
    const std::uint64_t key = take_number(message);
    Field field{key / 8, 0, {}};
    switch (key % 8) {
      case 0:
        field.number = take_number(message);
        break;
      case 1:
        field.bytes = take(8, message);
        break;
      case 2:
        field.bytes = take(take_number(message), message);
        break;
      case 5:
        field.bytes = take(4, message);
        break;
      default:
        throw std::out_of_range("not a field");
    }
    fields.push_back(field);
  }
  return fields;
}

/// The first field of this id.
std::string_view first(std::uint64_t id, std::string_view message) {
  for (const Field& field : fields_of(message))
    if (field.id == id) return field.bytes;
  throw std::out_of_range("a field is missing");
}

/// CV_32F; empty for other types and without values.
cv::Mat read_tensor(std::string_view message) {
  std::vector<int> sides;
  std::uint64_t type = 0, count = 1;
  std::string_view bytes;
  const auto add_side = [&](std::uint64_t side) {
    if (side > message.size() || (count *= side) > message.size()) throw std::out_of_range("not a size");
    sides.push_back(static_cast<int>(side));
  };
  for (const Field& field : fields_of(message)) {
    if (field.id == kTensorType) type = field.number;
    if (field.id == kTensorFloats || field.id == kTensorBytes) bytes = field.bytes;
    if (field.id != kTensorSides) continue;
    if (field.bytes.empty()) add_side(field.number);
    for (std::string_view packed = field.bytes; !packed.empty();) add_side(take_number(packed));
  }
  if (type != kFloat || sides.empty() || count == 0) return {};
  if (bytes.size() != count * sizeof(float)) throw std::out_of_range("not that many numbers");
  cv::Mat values(static_cast<int>(sides.size()), sides.data(), CV_32F);
  std::memcpy(values.data, bytes.data(), bytes.size());
  return values;
}

}  // namespace

LayerReader::LayerReader(const std::string& path, const std::string& what, const std::string& model)
    : problem_(what + " '" + path + "' is not " + model + "; scripts/fetch-models fetches it anew") {
  require_file(path, what);
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  bytes_.resize(static_cast<std::size_t>(std::max<std::streamoff>(0, file.tellg())));
  file.seekg(0);
  expect(!file.read(bytes_.data(), static_cast<std::streamsize>(bytes_.size())).fail());
  try {
    const std::vector<Field> graph = fields_of(first(kModelGraph, bytes_));
    std::map<std::string_view, std::string_view> tensors;
    for (const Field& field : graph)
      if (field.id == kGraphInitializer) tensors[first(kTensorName, field.bytes)] = field.bytes;
    for (const Field& field : graph) {
      if (field.id != kGraphNode) continue;
      Layer layer{first(kNodeType, field.bytes), {}};
      if (std::ranges::find(kTypes, layer.type) == kTypes.end()) continue;
      for (const Field& input : fields_of(field.bytes))
        if (const auto found = tensors.find(input.bytes); input.id == kNodeInput && found != tensors.end())
          layer.arrays.push_back(found->second);
      if (!layer.arrays.empty()) layers_.push_back(layer);
    }
  } catch (const std::out_of_range&) {
    expect(false);
  }
}

std::vector<cv::Mat> LayerReader::next(std::string_view type, std::size_t least, std::size_t most) {
  expect(next_ < layers_.size());
  const Layer& layer = layers_[next_++];
  expect(layer.type == type && layer.arrays.size() >= least && layer.arrays.size() <= most);
  std::vector<cv::Mat> arrays;
  arrays.reserve(layer.arrays.size());
  try {
    for (const std::string_view tensor : layer.arrays) arrays.push_back(read_tensor(tensor));
  } catch (const std::out_of_range&) {
    expect(false);
  }
  return arrays;
}

cv::Mat LayerReader::numbers(std::string_view type, int count) {
  cv::Mat read = next(type, 1, 1).front();
  expect(static_cast<int>(read.total()) == count);
  return read;
}

LayerReader::Weights LayerReader::convolution(int ins, int outs, int side) {
  const std::vector<cv::Mat> arrays = next("Conv", 1, 2);
  const cv::Mat& kernels = arrays.front();
  expect(!kernels.empty() && kernels.dims == 4 && kernels.size[0] == outs && kernels.size[1] == ins &&
         kernels.size[2] == side && kernels.size[3] == side);
  const cv::Mat bias = arrays.size() == 1 ? cv::Mat(1, outs, CV_32F, cv::Scalar(0)) : arrays.back();
  expect(static_cast<int>(bias.total()) == outs);
  return {kernels, bias};
}

void LayerReader::expect(bool holds) const {
  if (!holds) throw Error(problem_);
}

}  // namespace smartcrop::internal
