#include "../../modules/subjects/src/nanodet.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <stdexcept>

#include "smartcrop/core/error.hpp"
#include "smartcrop/subjects/object_detector.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::internal;
using namespace smartcrop::test;

namespace {

const cv::Size kInput{64, 32};  // 8x4, 4x2 and 2x1 cells

constexpr int kPerson = 0;
constexpr int kCar = 2;
constexpr int kTruck = 7;
constexpr int kCup = 41;
constexpr int kBook = 73;

float logit(double probability) {
  return static_cast<float>(std::log(probability / (1 - probability)));
}

/// Outputs in which nothing is seen.
std::array<NanoDetGrid, 3> empty_grids() {
  std::array<NanoDetGrid, 3> grids;
  for (std::size_t k = 0; k < grids.size(); ++k) {
    const int cells = kInput.area() / (kStrides[k] * kStrides[k]);
    grids[k].scores = cv::Mat(cells, kObjectClasses, CV_32F, cv::Scalar(logit(0.01)));
    grids[k].sides = cv::Mat(cells, 44, CV_32F, cv::Scalar(0));
  }
  return grids;
}

/// The distance of one side, in strides, for certain.
void set_side(cv::Mat& sides, int cell, int side, int strides) {
  sides.at<float>(cell, side * 11 + strides) = 100;
}

DetectedObject object_at(double x, double score, int class_id = kPerson) {
  return {{x, 0, 100, 100}, class_id, score};
}

constexpr double kExact = 1e-6;

}  // namespace

BOOST_AUTO_TEST_SUITE(nanodet)

BOOST_AUTO_TEST_CASE(outputs_in_which_nothing_is_seen_give_no_objects) {
  BOOST_TEST(decode_nanodet(empty_grids(), kInput, 0.4).empty());
}

BOOST_AUTO_TEST_CASE(a_box_lies_at_the_stated_distances_from_the_middle_of_its_cell) {
  auto grids = empty_grids();
  const int cell = 1 * 4 + 2;  // row 1, column 2 of the grid of stride 16: middle (40, 24)
  grids[1].scores.at<float>(cell, kCup) = logit(0.75);
  set_side(grids[1].sides, cell, 0, 2);
  set_side(grids[1].sides, cell, 1, 1);
  set_side(grids[1].sides, cell, 2, 0);
  set_side(grids[1].sides, cell, 3, 10);
  const auto objects = decode_nanodet(grids, kInput, 0.4);
  BOOST_REQUIRE(objects.size() == 1U);
  BOOST_TEST(objects[0].class_id == kCup);
  BOOST_TEST(std::abs(objects[0].score - 0.75) < kExact);
  BOOST_TEST(std::abs(objects[0].box.x - (40 - 2 * 16)) < kExact);
  BOOST_TEST(std::abs(objects[0].box.y - (24 - 1 * 16)) < kExact);
  BOOST_TEST(std::abs(objects[0].box.w - 2 * 16) < kExact);
  BOOST_TEST(std::abs(objects[0].box.h - (1 + 10) * 16) < kExact);
}

BOOST_AUTO_TEST_CASE(a_side_between_two_distances_lies_where_their_probabilities_say) {
  auto grids = empty_grids();
  grids[2].scores.at<float>(0, kPerson) = logit(0.5);  // stride 32: middle (16, 16)
  for (int side = 0; side < 4; ++side) set_side(grids[2].sides, 0, side, 1);
  // 1 and 3 with odds of 3 to 1: 1.5 strides.
  grids[2].sides.at<float>(0, 2 * 11 + 3) = 100 - static_cast<float>(std::log(3));
  const auto objects = decode_nanodet(grids, kInput, 0.4);
  BOOST_REQUIRE(objects.size() == 1U);
  BOOST_TEST(std::abs(objects[0].box.x + 16) < 1e-4);
  BOOST_TEST(std::abs(objects[0].box.w - (1 + 1.5) * 32) < 1e-4);
}

BOOST_AUTO_TEST_CASE(equal_probabilities_of_all_distances_mean_five_strides) {
  auto grids = empty_grids();
  grids[0].scores.at<float>(0, kPerson) = logit(0.5);  // middle (4, 4)
  const auto objects = decode_nanodet(grids, kInput, 0.4);
  BOOST_REQUIRE(objects.size() == 1U);
  BOOST_TEST(std::abs(objects[0].box.x - (4 - 5 * 8)) < kExact);
  BOOST_TEST(std::abs(objects[0].box.h - 10 * 8) < kExact);
}

BOOST_AUTO_TEST_CASE(scores_below_the_lowest_wanted_are_left_out) {
  auto grids = empty_grids();
  grids[0].scores.at<float>(5, kPerson) = logit(0.5);
  grids[0].scores.at<float>(6, kPerson) = logit(0.49);
  BOOST_TEST(decode_nanodet(grids, kInput, 0.5).size() == 1U);
}

BOOST_AUTO_TEST_CASE(one_cell_may_see_several_classes) {
  auto grids = empty_grids();
  grids[0].scores.at<float>(5, kPerson) = logit(0.5);
  grids[0].scores.at<float>(5, kCup) = logit(0.6);
  BOOST_TEST(decode_nanodet(grids, kInput, 0.4).size() == 2U);
}

BOOST_AUTO_TEST_CASE(outputs_of_another_network_are_an_error) {
  auto grids = empty_grids();
  grids[1].sides = cv::Mat(8, 32, CV_32F, cv::Scalar(0));
  BOOST_TEST(contains(thrown<Error>([&] { decode_nanodet(grids, kInput, 0.4); }), "not those of NanoDet-g"));
  BOOST_TEST(contains(thrown<Error>([&] {
                        decode_nanodet(empty_grids(), {96, 32}, 0.4);
                      }),
                      "not those of NanoDet-g"));
}

BOOST_AUTO_TEST_CASE(of_overlapping_boxes_the_best_is_kept) {
  // 100 px wide, 30 px apart: they share 70 of 130.
  const auto kept = suppress_overlaps({object_at(0, 0.5), object_at(30, 0.9), object_at(200, 0.6)}, 0.5);
  BOOST_REQUIRE(kept.size() == 2U);
  BOOST_TEST(kept[0].box.x == 30);
  BOOST_TEST(kept[1].box.x == 200);
}

BOOST_AUTO_TEST_CASE(boxes_that_overlap_no_more_than_allowed_are_both_kept) {
  BOOST_TEST(suppress_overlaps({object_at(0, 0.5), object_at(30, 0.9)}, 0.54).size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_box_that_was_dropped_drops_no_other) {
  const auto kept = suppress_overlaps({object_at(0, 0.9), object_at(30, 0.8), object_at(60, 0.7)}, 0.5);
  BOOST_REQUIRE(kept.size() == 2U);
  BOOST_TEST(kept[1].box.x == 60);
}

BOOST_AUTO_TEST_CASE(an_object_seen_as_two_classes_of_one_kind_is_one) {
  const auto kept = suppress_overlaps({object_at(0, 0.5, kCar), object_at(5, 0.6, kTruck)}, 0.5);
  BOOST_REQUIRE(kept.size() == 1U);
  BOOST_TEST(kept[0].class_id == kTruck);
}

BOOST_AUTO_TEST_CASE(of_two_things_in_one_place_the_surer_one_stays) {
  BOOST_TEST(suppress_overlaps({object_at(0, 0.5, kCup), object_at(5, 0.6, kBook)}, 0.5).size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_person_beside_a_vehicle_is_another_object) {
  BOOST_TEST(suppress_overlaps({object_at(0, 0.5, kPerson), object_at(60, 0.6, kCar)}, 0.5).size() == 2U);
}

BOOST_AUTO_TEST_CASE(objects_come_best_first_and_equals_from_left_to_right) {
  const auto kept = suppress_overlaps({object_at(400, 0.5), object_at(200, 0.5), object_at(0, 0.9)}, 0.5);
  BOOST_REQUIRE(kept.size() == 3U);
  BOOST_TEST(kept[0].box.x == 0);
  BOOST_TEST(kept[1].box.x == 200);
  BOOST_TEST(kept[2].box.x == 400);
}

BOOST_AUTO_TEST_SUITE_END()
