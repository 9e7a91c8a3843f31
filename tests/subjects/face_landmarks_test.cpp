#include "smartcrop/subjects/face_landmarks.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <fstream>
#include <opencv2/core/utility.hpp>
#include <stdexcept>
#include <thread>
#include <utility>

#include "../../modules/subjects/src/face_mesh.hpp"
#include "../../modules/subjects/src/network.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/subjects/face_detector.hpp"
#include "subjects/subjects_support.hpp"
#include "support/skip.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

/// Eyes at y 0, forehead 20 px above, nose 40 px below; the inner lips 80 px below the eyes are a rectangle,
/// so wide and so high.
FaceLandmarks face_with_lips(double width, double height) {
  FaceLandmarks face;
  face.points.assign(468, {50, 80});
  face.points[33] = {0, 0};
  face.points[263] = {100, 0};
  face.points[10] = {50, -20};
  face.points[1] = face.points[2] = {50, 40};
  const double left = 50 - width / 2, right = 50 + width / 2;
  for (const int lower : {308, 324, 318, 402, 317}) face.points[lower] = {right, 80 + height};
  for (const int lower : {14, 87, 178, 88, 95}) face.points[lower] = {left, 80 + height};
  for (const int upper : {78, 191, 80, 81, 82}) face.points[upper] = {left, 80};
  for (const int upper : {13, 312, 311, 310, 415}) face.points[upper] = {right, 80};
  return face;
}

bool skip_without_a_face(const std::vector<SmallFrame>& frames) {
  return skips(!find_face_mesh_model(), "the face mesh model", "scripts/fetch-models") || frames.empty() ||
         !find_face_model();
}

constexpr double kExact = 1e-9;

}  // namespace

BOOST_AUTO_TEST_SUITE(face_landmarks)

BOOST_AUTO_TEST_CASE(a_closed_mouth_has_no_opening) {
  BOOST_TEST(mouth_opening(face_with_lips(40, 0)) == 0);
}

BOOST_AUTO_TEST_CASE(the_opening_is_the_root_of_the_area_over_the_distance_of_forehead_and_nose) {
  BOOST_TEST(std::abs(mouth_opening(face_with_lips(40, 10)) - 20.0 / 60) < kExact);
}

BOOST_AUTO_TEST_CASE(the_opening_does_not_depend_on_size_place_and_tilt) {
  FaceLandmarks face = face_with_lips(40, 10);
  for (cv::Point2d& point : face.points) point = {7 - 0.3 * point.y, 5 + 0.3 * point.x};
  BOOST_TEST(std::abs(mouth_opening(face) - 20.0 / 60) < kExact);
}

BOOST_AUTO_TEST_CASE(a_face_whose_points_coincide_has_no_opening_and_no_turn) {
  FaceLandmarks face;
  face.points.assign(468, {3, 4});
  face.points[13] = {0, 0};
  BOOST_TEST(mouth_opening(face) == 0);
  BOOST_TEST(face_turn(face) == 0);
}

BOOST_AUTO_TEST_CASE(the_turn_is_where_the_nose_is_between_the_eyes) {
  FaceLandmarks face = face_with_lips(40, 10);
  BOOST_TEST(std::abs(face_turn(face)) < kExact);
  face.points[1] = {80, 40};
  BOOST_TEST(std::abs(face_turn(face) - 0.3) < kExact);
  for (cv::Point2d& point : face.points) point = {7 - 0.3 * point.y, 5 + 0.3 * point.x};
  BOOST_TEST(std::abs(face_turn(face) - 0.3) < kExact);
}

BOOST_AUTO_TEST_CASE(other_numbers_of_points_are_refused) {
  FaceLandmarks face;
  face.points.assign(478, {0, 0});
  BOOST_TEST(contains(thrown<std::invalid_argument>([&] { mouth_opening(face); }), "478 points"));
  BOOST_TEST(contains(thrown<std::invalid_argument>([&] { face_turn(face); }), "478 points"));
}

BOOST_AUTO_TEST_CASE(the_region_is_a_square_around_the_middle_of_the_face) {
  BOOST_TEST((face_mesh_region({100, 200, 40, 60}) == CropWindow{75, 185, 90, 90}));
  BOOST_TEST((face_mesh_region({0, 0, 60, 20}) == CropWindow{-15, -35, 90, 90}));
}

BOOST_AUTO_TEST_CASE(points_are_told_in_pixels_of_the_displayed_frame) {
  cv::Mat points(1, 1404, CV_32F, cv::Scalar(0));
  points.at<float>(0, 3 * 13) = 96;  // point 13: the middle of the input
  points.at<float>(0, 3 * 13 + 1) = 96;
  points.at<float>(0, 3 * 13 + 2) = 1e6;  // depth does not count
  points.at<float>(0, 3 * 467) = 192;     // the last point: its right edge
  const cv::Mat confidence(1, 1, CV_32F, cv::Scalar(0.5));
  const FaceLandmarks face = internal::decode_face_mesh(points, confidence, {100, -20, 384, 96});
  BOOST_TEST(face.points.size() == 468U);
  BOOST_TEST(face.confidence == 0.5);
  BOOST_TEST(cv::norm(face.points[0] - cv::Point2d(100, -20)) < kExact);
  BOOST_TEST(cv::norm(face.points[13] - cv::Point2d(292, 28)) < kExact);
  BOOST_TEST(cv::norm(face.points[467] - cv::Point2d(484, -20)) < kExact);
}

BOOST_AUTO_TEST_CASE(outputs_of_another_network_are_an_error) {
  const cv::Mat one(1, 1, CV_32F, cv::Scalar(0.5));
  BOOST_TEST(contains(thrown<Error>([&] {
                        internal::decode_face_mesh(one, one, {0, 0, 1, 1});
                      }),
                      "not those of FaceMesh"));
}

BOOST_AUTO_TEST_CASE(the_network_sees_a_part_of_the_frame_cell_by_cell) {
  SmallFrame frame = flat_frame({4, 4}, 16);
  frame.luma.at<std::uint16_t>(1, 2) = 235 << kMapFractionBits;
  const internal::ColorPlanes colors{false, {0, 0, 0}, {255, 255, 255}};
  const cv::Mat seen = internal::network_input(frame, cv::Rect2d(1, 0, 2, 2), {2, 2}, colors);
  const auto* red = seen.ptr<float>();
  for (int pixel = 0; pixel < 4; ++pixel) {
    BOOST_TEST(std::abs(red[pixel] - (pixel == 3 ? 1.0F : 0.0F)) < 1e-6F, "pixel " << pixel);
  }
}

BOOST_AUTO_TEST_CASE(outside_of_the_frame_its_edges_go_on) {
  const internal::ColorPlanes colors{false, {0, 0, 0}, {255, 255, 255}};
  const cv::Mat seen =
      internal::network_input(flat_frame({4, 4}, 235), cv::Rect2d(-8, -8, 20, 20), {8, 8}, colors);
  double least = 0, most = 0;
  cv::minMaxIdx(seen.reshape(1, 1), &least, &most);
  BOOST_TEST(least > 0.99);
  BOOST_TEST(most <= 1);
}

BOOST_AUTO_TEST_CASE(a_model_that_is_missing_damaged_or_another_is_an_error_that_names_it) {
  BOOST_TEST(contains(thrown<Error>([] { FaceMesh("/no/such/model.onnx"); }), "'/no/such/model.onnx'"));
  const TemporaryFolder folder;
  std::ofstream(folder / "model.onnx") << "not a network";
  BOOST_TEST(contains(thrown<Error>([&] { FaceMesh(folder / "model.onnx"); }), "scripts/fetch-models"));
  BOOST_TEST(
      contains(thrown<Error>([] { FaceMesh(SMARTCROP_TEST_SOURCE_DIR "/tests/models/operators.onnx"); }),
               "is not FaceMesh"));
}

BOOST_AUTO_TEST_CASE(empty_frames_and_boxes_have_no_points) {
  const FaceMesh mesh;
  BOOST_TEST(mesh.is_available() == find_face_mesh_model().has_value());
  BOOST_TEST(mesh.file() == find_face_mesh_model().value_or(""));
  BOOST_TEST(!mesh.find(SmallFrame{}, {0, 0, 10, 10}).has_value());
  BOOST_TEST(!mesh.find(flat_frame({64, 64}, 100), {10, 10, 0, 20}).has_value());
}

BOOST_AUTO_TEST_CASE(a_flat_picture_is_no_face) {
  if (skips(!find_face_mesh_model(), "the face mesh model", "scripts/fetch-models")) return;
  const auto face = FaceMesh().find(flat_frame({64, 64}, 100), {10, 10, 30, 30});
  BOOST_REQUIRE(face.has_value());
  BOOST_TEST(face->confidence < 0.1);
}

BOOST_AUTO_TEST_CASE(eyes_and_mouth_of_a_real_face_lie_where_they_belong) {
  const auto frames = frames_with_a_face(4);
  if (skip_without_a_face(frames)) return;
  const FaceDetector detector = detector_with(FaceBackend::ultraface);
  const FaceMesh mesh;
  for (const SmallFrame& frame : frames) {
    const auto faces = detector.detect(frame);
    BOOST_REQUIRE(!faces.empty());
    const CropWindow& box = faces[0].box;
    const auto face = mesh.find(frame, box);
    BOOST_REQUIRE(face.has_value());
    BOOST_TEST(face->confidence > 0.9);
    const cv::Point2d right = face->points[33], left = face->points[263], mouth = face->points[13];
    BOOST_TEST(box.x < right.x);
    BOOST_TEST(right.x < left.x);
    BOOST_TEST(left.x < box.x + box.w);
    BOOST_TEST(box.y < right.y);
    BOOST_TEST(right.y < mouth.y);
    BOOST_TEST(mouth.y < box.y + box.h);
    BOOST_TEST(mouth_opening(*face) < 1);
  }
}

BOOST_AUTO_TEST_CASE(points_are_the_same_bits_for_any_number_of_threads) {
  const auto frames = frames_with_a_face(1);
  if (skip_without_a_face(frames)) return;
  const CropWindow box = detector_with(FaceBackend::ultraface).detect(frames[0]).at(0).box;
  const FaceMesh mesh;
  const int before = cv::getNumThreads();
  cv::setNumThreads(1);
  const auto one = mesh.find(frames[0], box);
  for (const int threads : {2, 7}) {
    cv::setNumThreads(threads);
    BOOST_CHECK((mesh.find(frames[0], box) == one));
  }
  cv::setNumThreads(before);
  std::vector<std::optional<FaceLandmarks>> found(3);
  std::vector<std::thread> threads;
  for (auto& result : found) threads.emplace_back([&] { result = mesh.find(frames[0], box); });
  for (std::thread& thread : threads) thread.join();
  for (const auto& result : found) BOOST_CHECK((result == one));
}

BOOST_AUTO_TEST_SUITE_END()
