#include "smartcrop/importance/seams.hpp"

#include <boost/test/unit_test.hpp>
#include <functional>

#include "picture_support.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

std::vector<Seam> seams_in(const std::function<cv::Mat(int)>& picture) {
  return find_seams(comparisons_in(picture), kGeometry);
}

/// Two pictures that move by so many px a frame and meet at a column. Their mean levels differ.
cv::Mat split(int t, int column, int left_speed, int right_speed) {
  cv::Mat left = texture(3, t * left_speed) * 0.5, right = texture(4, t * right_speed) * 0.5 + 120;
  right.colRange(column, 320).copyTo(left.colRange(column, 320));
  return left;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(importance_seams)

BOOST_AUTO_TEST_CASE(two_pictures_that_move_on_their_own_meet_at_a_seam) {
  for (const int column : {100, 160, 231}) {
    const auto seams = seams_in([&](int t) { return split(t, column, 2, 1); });
    BOOST_REQUIRE(seams.size() == 1U);
    BOOST_TEST(seams[0].first <= 2 * column);
    BOOST_TEST(seams[0].end >= 2 * column);
    BOOST_TEST(seams[0].end - seams[0].first <= 4);
  }
}

BOOST_AUTO_TEST_CASE(a_strip_between_the_pictures_is_part_of_the_seam) {
  const auto seams = seams_in([](int t) {
    cv::Mat picture = split(t, 160, 2, 1);
    picture.colRange(157, 163) = 255;
    return picture;
  });
  BOOST_REQUIRE(seams.size() == 1U);
  BOOST_TEST(seams[0].first <= 2 * 157);
  BOOST_TEST(seams[0].end >= 2 * 163);
  BOOST_TEST(seams[0].end - seams[0].first <= 16);
}

BOOST_AUTO_TEST_CASE(pictures_one_above_the_other_meet_at_a_level_seam) {
  for (const int row : {60, 90, 121}) {
    const auto seams = seams_in([&](int t) {
      cv::Mat picture = texture(3, 2 * t) * 0.5, below = texture(4, t) * 0.5 + 120;
      below.rowRange(row, 180).copyTo(picture.rowRange(row, 180));
      return picture;
    });
    BOOST_REQUIRE(seams.size() == 1U);
    BOOST_TEST(seams[0].is_level);
    BOOST_TEST(seams[0].first <= 2 * row);
    BOOST_TEST(seams[0].end >= 2 * row);
    BOOST_TEST(seams[0].end - seams[0].first <= 4);
  }
}

BOOST_AUTO_TEST_CASE(three_pictures_have_two_seams) {
  const auto seams = seams_in([](int t) {
    cv::Mat picture = split(t, 110, 2, 1);
    cv::Mat(texture(5, 3 * t) * 0.4).colRange(210, 320).copyTo(picture.colRange(210, 320));
    return picture;
  });
  BOOST_REQUIRE(seams.size() == 2U);
  BOOST_TEST(seams[0].first < seams[1].first);
}

BOOST_AUTO_TEST_CASE(one_picture_has_no_seam) {
  for (const int speed : {0, 1, 3})
    BOOST_TEST(seams_in([&](int t) { return texture(3, t * speed); }).empty());
}

BOOST_AUTO_TEST_CASE(an_edge_before_a_still_camera_is_no_seam) {
  BOOST_TEST(seams_in([](int) { return split(0, 160, 0, 0); }).empty());
  BOOST_TEST(seams_in([](int t) { return split(t, 160, 2, 0); }).empty());
}

BOOST_AUTO_TEST_CASE(an_edge_that_the_camera_moves_is_no_seam) {
  const auto seams = seams_in([](int t) {
    cv::Mat shifted;
    const cv::Mat move = (cv::Mat_<double>(2, 3) << 1, 0, -t, 0, 1, 0);
    cv::warpAffine(split(0, 220, 0, 0), shifted, move, {320, 180}, cv::INTER_NEAREST, cv::BORDER_REFLECT);
    return shifted;
  });
  BOOST_TEST(seams.empty());
}

BOOST_AUTO_TEST_CASE(an_edge_over_half_of_the_height_is_no_seam) {
  const auto seams = seams_in([](int t) {
    cv::Mat picture = split(t, 160, 2, 1);
    texture(5, t).rowRange(0, 90).copyTo(picture.rowRange(0, 90));
    return picture;
  });
  // Only that between the halves.
  BOOST_REQUIRE(seams.size() == 1U);
  BOOST_TEST(seams[0].is_level);
}

BOOST_AUTO_TEST_CASE(a_seam_belongs_to_its_shot) {
  const auto all = comparisons_in([](int t) { return t < 30 ? texture(6, t) : split(t, 160, 2, 1); });
  const Shot first{{0}, {30}, {}, {}};
  const Shot second{{30}, {60}, {}, {}};
  BOOST_TEST(find_seams(comparisons_in(first, all), kGeometry).empty());
  BOOST_TEST(find_seams(comparisons_in(second, all), kGeometry).size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
