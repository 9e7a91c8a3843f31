#include "../../modules/subjects/src/layer_reader.hpp"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "smartcrop/core/error.hpp"
#include "support/media.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::internal;
using namespace smartcrop::test;

namespace {

/// A field of a protobuf message, all shorter than 128 bytes.
std::string field(int id, const std::string& bytes) {
  return std::string{static_cast<char>(id * 8 + 2), static_cast<char>(bytes.size())} + bytes;
}
std::string field(int id, int number) {
  return {static_cast<char>(id * 8), static_cast<char>(number)};
}

std::string tensor(const std::string& name, const std::string& sides, const std::vector<float>& values) {
  const std::string bytes(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float));
  return field(1, sides) + field(2, 1) + field(8, name) + field(9, bytes);
}

/// A 1x1 convolution of two channels to one with a bias; before it an activation without weights.
std::string model() {
  const std::string relu = field(1, "in") + field(2, "a") + field(4, "Relu");
  const std::string convolution = field(1, "a") + field(1, "w") + field(1, "b") + field(4, "Conv");
  const std::string graph = field(1, relu) + field(1, convolution) +
                            field(5, tensor("w", {1, 2, 1, 1}, {3, 4})) + field(5, tensor("b", {1}, {5}));
  return field(1, 8) +
         std::string{7 * 8 + 2, static_cast<char>(graph.size() | 128U),
                     static_cast<char>(graph.size() >> 7U)} +
         graph;
}

class File {
 public:
  explicit File(const std::string& bytes) : path_(folder_ / "model.onnx") { write(bytes); }
  void write(const std::string& bytes) { std::ofstream(path_, std::ios::binary) << bytes; }
  LayerReader reader() const { return {path_, "test model", "a test"}; }

 private:
  TemporaryFolder folder_;
  std::string path_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(layer_reader)

BOOST_AUTO_TEST_CASE(weights_of_convolutions_are_read_in_order) {
  LayerReader reader = File(model()).reader();
  const auto [kernels, bias] = reader.convolution(2, 1, 1);
  BOOST_TEST(kernels.ptr<float>()[0] == 3);
  BOOST_TEST(kernels.ptr<float>()[1] == 4);
  BOOST_TEST(bias.at<float>(0) == 5);
  BOOST_TEST(contains(thrown<Error>([&] { reader.convolution(2, 1, 1); }), "is not a test"));
}

BOOST_AUTO_TEST_CASE(another_shape_or_layer_is_an_error) {
  const File file(model());
  BOOST_TEST(contains(thrown<Error>([&] { file.reader().convolution(1, 2, 1); }), "is not a test"));
  BOOST_TEST(contains(thrown<Error>([&] { file.reader().convolution(2, 1, 3); }), "is not a test"));
  BOOST_TEST(contains(thrown<Error>([&] { file.reader().numbers("Add", 1); }), "is not a test"));
}

BOOST_AUTO_TEST_CASE(whatever_byte_is_damaged_nothing_but_an_error_is_thrown) {
  const std::string whole = model();
  File file(whole);
  int errors = 0;
  const auto read = [&](const std::string& bytes) {
    file.write(bytes);
    try {
      file.reader().convolution(2, 1, 1);
    } catch (const Error&) {
      ++errors;
    }
  };
  for (std::size_t length = 0; length < whole.size(); ++length) read(whole.substr(0, length));
  BOOST_TEST(errors == static_cast<int>(whole.size()));
  for (std::size_t at = 0; at < whole.size(); ++at)
    for (const char flipped : {'\1', '\10', '\177'}) {
      std::string bytes = whole;
      bytes[at] = static_cast<char>(bytes[at] ^ flipped);
      read(bytes);
    }
}

BOOST_AUTO_TEST_SUITE_END()
