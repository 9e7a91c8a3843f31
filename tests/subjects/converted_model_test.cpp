// What scripts/convert-model writes, run by OpenCV's dnn, against what it computed by itself with numpy.

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <opencv2/core/utility.hpp>
#include <opencv2/dnn/dnn.hpp>
#include <string>
#include <vector>

#include "../../modules/subjects/src/face_mesh.hpp"
#include "../../modules/subjects/src/nanodet_network.hpp"
#include "../../modules/subjects/src/ultraface_network.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/subjects/face_detector.hpp"
#include "smartcrop/subjects/face_landmarks.hpp"
#include "smartcrop/subjects/object_detector.hpp"
#include "support/skip.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

const std::string kFolder = SMARTCROP_TEST_SOURCE_DIR "/tests/models/";

/// The converter's fixed input: value i is the fraction of i * 2654435761 / 2^32, in 24 bits.
cv::Mat fixed_input(const std::vector<int>& shape) {
  cv::Mat blob(shape, CV_32F);
  auto* values = blob.ptr<float>();
  for (std::size_t i = 0; i < blob.total(); ++i) {
    values[i] = static_cast<float>(static_cast<std::uint32_t>(i * 2654435761U) >> 8) / (1 << 24);
  }
  return blob;
}

/// Compares every kept value of every output. Convolutions sum in other orders: 1e-4 of the largest value.
void check_outputs(const std::string& model, const std::string& reference_file) {
  std::ifstream file(reference_file);
  BOOST_REQUIRE(file.is_open());
  const nlohmann::json reference = nlohmann::json::parse(file);
  cv::dnn::Net net = cv::dnn::readNetFromONNX(model);
  for (const auto& [name, shape] : reference.at("inputs").items()) {
    net.setInput(fixed_input(shape.get<std::vector<int>>()), name);
  }
  for (const auto& [name, output] : reference.at("outputs").items()) {
    const cv::Mat result = net.forward(name);
    const auto shape = output.at("shape").get<std::vector<int>>();
    BOOST_TEST((std::vector<int>(result.size.p, result.size.p + result.dims) == shape), name << ": shape");
    const auto values = output.at("values").get<std::vector<double>>();
    const auto step = output.at("step").get<std::size_t>();
    BOOST_REQUIRE((values.size() - 1) * step < result.total());
    double largest = 0, difference = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      largest = std::max(largest, std::abs(values[i]));
      difference =
          std::max(difference, std::abs(static_cast<double>(result.ptr<float>()[i * step]) - values[i]));
    }
    BOOST_TEST(difference <= 1e-4 * largest, name << ": " << difference << " of " << largest);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(converted_model)

BOOST_AUTO_TEST_CASE(each_operator_computes_what_it_should) {
  check_outputs(kFolder + "operators.onnx", kFolder + "operators.json");
}

BOOST_AUTO_TEST_CASE(the_object_model_computes_what_it_should) {
  const auto model = find_object_model();
  if (skips(!model, "the object model", "scripts/fetch-models")) return;
  check_outputs(*model, kFolder + "nanodet-g.json");
}

BOOST_AUTO_TEST_CASE(the_face_mesh_model_computes_what_it_should) {
  const auto model = find_face_mesh_model();
  if (skips(!model, "the face mesh model", "scripts/fetch-models")) return;
  check_outputs(*model, kFolder + "facemesh.json");
}

BOOST_AUTO_TEST_CASE(our_face_mesh_computes_what_opencv_does) {
  const auto model = find_face_mesh_model();
  if (skips(!model, "the face mesh model", "scripts/fetch-models")) return;
  const cv::Mat input = fixed_input({1, 3, internal::kFaceMeshInput, internal::kFaceMeshInput});
  cv::dnn::Net net = cv::dnn::readNetFromONNX(*model);
  net.setInput(input);
  const auto [points, confidence] = internal::FaceMeshNetwork(*model).run(input);
  // Sums of other orders: a thousandth of a pixel.
  BOOST_TEST(cv::norm(points, net.forward("points").reshape(1, 1), cv::NORM_INF) < 1e-3);
  BOOST_TEST(cv::norm(confidence, net.forward("face").reshape(1, 1), cv::NORM_INF) < 1e-5);
}

BOOST_AUTO_TEST_CASE(our_nanodet_computes_what_opencv_does) {
  const auto model = find_object_model();
  if (skips(!model, "the object model", "scripts/fetch-models")) return;
  const internal::NanoDetNetwork ours(*model);
  cv::dnn::Net net = cv::dnn::readNetFromONNX(*model);
  // Grids with an even and an odd number of cells.
  for (const cv::Size size : {cv::Size(320, 192), cv::Size(96, 160)}) {
    const cv::Mat input = 4 * fixed_input({1, 3, size.height, size.width}) - 2;
    net.setInput(input);
    const auto grids = ours.run(input);
    for (std::size_t k = 0; k < grids.size(); ++k) {
      const std::string stride = std::to_string(internal::kStrides[k]);
      const cv::Mat sides = net.forward("sides_" + stride).reshape(1, grids[k].sides.rows).clone();
      const cv::Mat scores = net.forward("scores_" + stride).reshape(1, grids[k].scores.rows).clone();
      cv::Mat ratio;
      cv::exp(-grids[k].scores, ratio);
      // Sums of other orders: logits of up to 5, probabilities of up to 1.
      BOOST_TEST(cv::norm(grids[k].sides, sides, cv::NORM_INF) < 1e-4);
      BOOST_TEST(cv::norm(1 / (1 + ratio), scores, cv::NORM_INF) < 1e-5);
    }
  }
}

BOOST_AUTO_TEST_CASE(our_ultraface_computes_what_opencv_does) {
  const auto model = find_face_model();
  if (skips(!model, "the face model", "scripts/fetch-models")) return;
  const cv::Size size = internal::kUltraFaceInput;
  const cv::Mat input = 2 * fixed_input({1, 3, size.height, size.width}) - 1;
  cv::dnn::Net net = cv::dnn::readNetFromONNX(*model);
  net.setInput(input);
  std::vector<cv::Mat> outputs;
  net.forward(outputs, std::vector<std::string>{"scores", "boxes"});
  const cv::Mat scores = outputs[0].reshape(1, 4420), corners = outputs[1].reshape(1, 4420);
  const internal::UltraFaceNetwork ours(*model);
  const auto hits = ours.run(input, 0);
  BOOST_REQUIRE(hits.size() == 4420U);
  cv::Mat all_scores(4420, 1, CV_32F), all_corners(4420, 4, CV_32F);
  for (int i = 0; i < 4420; ++i) {
    const auto& [score, first, last] = hits[static_cast<std::size_t>(i)];
    all_scores.at<float>(i) = score;
    std::ranges::copy(std::array{first.x, first.y, last.x, last.y}, all_corners.ptr<float>(i));
  }
  BOOST_TEST(cv::norm(all_scores, scores.col(1), cv::NORM_INF) < 1e-5);
  BOOST_TEST(cv::norm(all_corners, corners, cv::NORM_INF) < 1e-5);
  const auto better = static_cast<std::size_t>(cv::countNonZero(all_scores >= 0.1));
  BOOST_TEST(better > 0U);
  BOOST_TEST(ours.run(input, 0.1F).size() == better);
}

BOOST_AUTO_TEST_CASE(another_network_is_an_error) {
  const auto model = find_face_mesh_model();
  if (skips(!model, "the face mesh model", "scripts/fetch-models")) return;
  BOOST_TEST(contains(thrown<Error>([&] { internal::NanoDetNetwork network(*model); }), "is not NanoDet-g"));
  BOOST_TEST(contains(thrown<Error>([&] { internal::UltraFaceNetwork network(*model); }),
                      "is not UltraFace RFB-320"));
}

BOOST_AUTO_TEST_CASE(small_images_give_the_same_bits_on_any_number_of_threads) {
  // Of 25 results a channel OpenCV 4.6 would sum the last otherwise on several threads.
  cv::dnn::Net net = cv::dnn::readNetFromONNX(kFolder + "operators.onnx");
  const int before = cv::getNumThreads();
  cv::setNumThreads(1);
  net.setInput(fixed_input({1, 3, 9, 10}));
  const cv::Mat one = net.forward("out_biased").clone();
  for (const int threads : {2, 3, 8}) {
    cv::setNumThreads(threads);
    net.setInput(fixed_input({1, 3, 9, 10}));
    BOOST_TEST(cv::norm(net.forward("out_biased"), one, cv::NORM_INF) == 0);
  }
  cv::setNumThreads(before);
}

BOOST_AUTO_TEST_SUITE_END()
