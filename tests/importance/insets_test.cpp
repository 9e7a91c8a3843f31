#include "smartcrop/importance/insets.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <functional>

#include "picture_support.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

std::vector<Inset> insets_in(const std::function<cv::Mat(int)>& picture) {
  return find_insets(comparisons_in(picture), kGeometry);
}

/// One picture in another, moving by so many px a frame. Their mean levels differ.
cv::Mat with_inset(int t, const cv::Rect& cells, int outer_speed, int inner_speed) {
  cv::Mat picture = texture(3, t * outer_speed) * 0.5;
  const cv::Mat inner = texture(4, t * inner_speed) * 0.5 + 120;
  inner(cells).copyTo(picture(cells));
  return picture;
}

/// Each side differs by at most a cell.
void check_box(const Inset& inset, const cv::Rect& cells) {
  BOOST_TEST(std::abs(inset.box.x - 2 * cells.x) <= 2);
  BOOST_TEST(std::abs(inset.box.y - 2 * cells.y) <= 2);
  BOOST_TEST(std::abs(inset.box.br().x - 2 * cells.br().x) <= 2);
  BOOST_TEST(std::abs(inset.box.br().y - 2 * cells.br().y) <= 2);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(importance_insets)

BOOST_AUTO_TEST_CASE(a_picture_inside_of_a_picture_is_found_where_it_is) {
  for (const cv::Rect cells : {cv::Rect(200, 20, 90, 70), cv::Rect(30, 90, 70, 60)}) {
    const auto insets = insets_in([&](int t) { return with_inset(t, cells, 2, 1); });
    BOOST_REQUIRE(insets.size() == 1U);
    check_box(insets[0], cells);
    BOOST_TEST(insets[0].changes_apart);
  }
}

BOOST_AUTO_TEST_CASE(the_frame_can_be_two_of_the_sides) {
  for (const cv::Rect cells : {cv::Rect(230, 110, 90, 70), cv::Rect(0, 0, 80, 60)}) {
    const auto insets = insets_in([&](int t) { return with_inset(t, cells, 2, 1); });
    BOOST_REQUIRE(insets.size() == 1U);
    check_box(insets[0], cells);
  }
}

BOOST_AUTO_TEST_CASE(a_border_is_no_part_of_the_inset) {
  const cv::Rect cells(200, 90, 90, 70);
  const auto insets = insets_in([&](int t) {
    cv::Mat picture = with_inset(t, cells, 2, 1);
    cv::rectangle(picture, {cells.x - 1, cells.y - 1, cells.width + 2, cells.height + 2}, 255, 1);
    return picture;
  });
  BOOST_REQUIRE(insets.size() == 1U);
  check_box(insets[0], cells);
}

BOOST_AUTO_TEST_CASE(a_still_page_around_an_inset_leaves_it_to_others_to_decide) {
  const cv::Rect cells(200, 90, 90, 70);
  const auto insets = insets_in([&](int t) {
    cv::Mat page(180, 320, CV_8UC1, cv::Scalar(60));
    page(cv::Rect(20, 20, 120, 12)) = 200;
    with_inset(t, cells, 0, 1)(cells).copyTo(page(cells));
    return page;
  });
  BOOST_REQUIRE(insets.size() == 1U);
  check_box(insets[0], cells);
  BOOST_TEST(!insets[0].changes_apart);
}

BOOST_AUTO_TEST_CASE(a_poster_is_no_inset) {
  BOOST_TEST(insets_in([](int) { return with_inset(0, {200, 90, 90, 70}, 0, 0); }).empty());
}

BOOST_AUTO_TEST_CASE(a_rectangle_that_the_camera_moves_or_tilts_is_no_inset) {
  const auto moved = [](int t, double angle, double step) {
    cv::Mat move = cv::getRotationMatrix2D({160, 90}, angle, 1), result;
    move.at<double>(0, 2) -= step * t;
    cv::warpAffine(with_inset(t, {180, 60, 90, 70}, 2, 1), result, move, {320, 180}, cv::INTER_LINEAR,
                   cv::BORDER_REFLECT);
    return result;
  };
  BOOST_TEST(insets_in([&](int t) { return moved(t, 0, 1); }).empty());
  BOOST_TEST(insets_in([&](int t) { return moved(t, 2, 0); }).empty());
}

BOOST_AUTO_TEST_CASE(panes_of_a_window_are_no_insets_of_their_own) {
  const auto insets = insets_in([](int t) {
    cv::Mat picture = with_inset(t, {60, 20, 200, 140}, 2, 1);
    for (const int x : {60, 126, 192, 259}) picture.colRange(x, x + 3).rowRange(20, 160) = 20;
    for (const int y : {20, 66, 112, 157}) picture.rowRange(y, y + 3).colRange(60, 260) = 20;
    return picture;
  });
  for (const Inset& inset : insets) BOOST_TEST((!inset.changes_apart || inset.box.width > 300));
}

BOOST_AUTO_TEST_CASE(one_picture_and_a_split_screen_have_no_inset) {
  for (const int speed : {0, 1, 3})
    BOOST_TEST(insets_in([&](int t) { return texture(3, t * speed); }).empty());
  BOOST_TEST(insets_in([](int t) { return with_inset(t, {160, 0, 160, 180}, 2, 1); }).empty());
}

BOOST_AUTO_TEST_SUITE_END()
