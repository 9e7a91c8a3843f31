#include "smartcrop/visualize/heat_map.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "visualize/visualize_support.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

const cv::Size kSource{400, 200};

cv::Mat gray_picture(cv::Size size = {200, 100}) {
  return cv::Mat(size, CV_8UC3, cv::Scalar::all(100));
}

bool is_near(const cv::Vec3b& pixel, const cv::Vec3b& color, double tolerance = 2) {
  return cv::norm(pixel, color, cv::NORM_INF) <= tolerance;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(visualize_heat_map)

// Known pixels, to 2 codes. Inferno goes from (4, 0, 0) to (164, 255, 252) in BGR; gray 100 counts as 80.
BOOST_AUTO_TEST_CASE(a_map_is_laid_over_the_gray_picture_where_its_cells_are) {
  const AnalysisDocument document = small_analysis();
  const cv::Mat picture = heat_map(gray_picture(), *document.maps, kImportance, kSource);
  BOOST_TEST(is_near(picture.at<cv::Vec3b>(20, 150), cv::Vec3b(151, 229, 226)));  // .85 of the color
  for (const cv::Point cold : {cv::Point(50, 20), cv::Point(50, 80), cv::Point(150, 80)})
    BOOST_TEST(is_near(picture.at<cv::Vec3b>(cold), cv::Vec3b(61, 60, 60)));  // .25 of it
}

BOOST_AUTO_TEST_CASE(cells_that_reach_beyond_the_frame_keep_their_place) {
  MetricMaps maps{30, {14, 7}, {}};  // 420 x 210 px over a frame of 400 x 200
  cv::Mat values = cv::Mat::zeros(7, 14, CV_32FC1);
  values.col(13).setTo(1);
  maps.maps[0] = metric_map(values);
  const cv::Mat picture = heat_map(gray_picture({400, 200}), maps, 0, kSource);
  BOOST_TEST(picture.at<cv::Vec3b>(100, 399)[2] > 200);
  BOOST_TEST(is_near(picture.at<cv::Vec3b>(100, 370), cv::Vec3b(61, 60, 60)));
}

BOOST_AUTO_TEST_CASE(a_map_of_nothing_is_cold_throughout) {
  MetricMaps maps{10, {40, 20}, {}};
  maps.maps[0] = metric_map(cv::Mat::zeros(20, 40, CV_32FC1));
  const cv::Mat picture = heat_map(gray_picture(), maps, 0, kSource);
  BOOST_TEST(cv::norm(picture, cv::Mat(100, 200, CV_8UC3, cv::Scalar(61, 60, 60)), cv::NORM_INF) <= 2);
  BOOST_CHECK_THROW(heat_map(gray_picture(), maps, 1, kSource), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(the_legend_has_the_colors_of_the_map) {
  const AnalysisDocument document = small_analysis();
  const HeatLegend legend = heat_legend(gray_picture(), *document.maps, kImportance);
  BOOST_TEST(legend.title == "Importance");
  BOOST_TEST(legend.largest == 8);
  BOOST_TEST(is_near(legend.bar.at<cv::Vec3b>(0), cv::Vec3b(61, 60, 60)));
  BOOST_TEST(is_near(legend.bar.at<cv::Vec3b>(255), cv::Vec3b(151, 229, 226)));
  const cv::Mat map = heat_map(gray_picture(), *document.maps, kImportance, kSource);
  const cv::Mat sheet = with_legend(map, legend);
  BOOST_TEST(sheet.cols == map.cols);
  BOOST_TEST(sheet.rows > map.rows);
}

BOOST_AUTO_TEST_CASE(outside_the_window_it_is_dark_and_inside_unchanged) {
  const cv::Mat picture = highlighted(gray_picture(), std::vector<CropWindow>{{100, 50, 200, 100}}, kSource);
  BOOST_TEST((picture.at<cv::Vec3b>(25, 50) == cv::Vec3b(100, 100, 100)));
  BOOST_TEST((picture.at<cv::Vec3b>(74, 149) == cv::Vec3b(100, 100, 100)));
  for (const cv::Point outside :
       {cv::Point(49, 25), cv::Point(50, 24), cv::Point(150, 74), cv::Point(149, 75)})
    BOOST_TEST((picture.at<cv::Vec3b>(outside) == cv::Vec3b(35, 35, 35)));
}

BOOST_AUTO_TEST_CASE(windows_are_drawn_inside_their_edges_the_chosen_one_on_top) {
  cv::Mat picture = gray_picture({400, 200});
  const std::vector<MarkedWindow> windows{{{100, 50, 100, 100}, "", true}, {{100, 50, 200, 100}, "", false}};
  draw_windows(picture, windows, kSource);
  BOOST_TEST((picture.at<cv::Vec3b>(50, 150) == cv::Vec3b(80, 230, 255)));
  BOOST_TEST((picture.at<cv::Vec3b>(50, 250) == cv::Vec3b(255, 255, 255)));
  BOOST_TEST((picture.at<cv::Vec3b>(49, 150) == cv::Vec3b(100, 100, 100)));
  BOOST_TEST((picture.at<cv::Vec3b>(100, 150) == cv::Vec3b(100, 100, 100)));
}

BOOST_AUTO_TEST_CASE(labels_of_windows_with_one_corner_do_not_lie_over_each_other) {
  cv::Mat one = gray_picture({400, 200}), both = gray_picture({400, 200});
  const MarkedWindow first{{100, 50, 100, 100}, "1", true}, second{{100, 50, 200, 100}, "2", false};
  draw_windows(one, std::vector{first}, kSource);
  draw_windows(both, std::vector{second, first}, kSource);
  // What the first alone shows in its corner is still there; the second's label went to another corner.
  const cv::Rect corner(100, 50, 20, 20), other(275, 51, 24, 20);
  BOOST_TEST(cv::norm(one(corner), both(corner), cv::NORM_INF) == 0);
  BOOST_TEST(cv::norm(one(other), both(other), cv::NORM_INF) > 100);
}

BOOST_AUTO_TEST_CASE(the_chosen_window_is_named_by_its_rank_and_marked_once) {
  const std::vector<Candidate> candidates = small_analysis().aspects.front().candidates;
  const auto marked = marked_windows(candidates, std::vector{candidates[1].window}, 5);
  BOOST_REQUIRE(marked.size() == 2u);
  BOOST_TEST(marked[0].is_chosen);
  BOOST_TEST(marked[0].label == "2");
  BOOST_TEST(marked[1].label == "1");
  const std::vector<CropWindow> two{{1, 1, 50, 50}, {51, 1, 50, 50}};
  BOOST_TEST(marked_windows(candidates, std::span(two).first(1), 1).size() == 2u);
  BOOST_TEST(marked_windows(candidates, std::span(two).first(1), 1).front().label == "chosen");
  BOOST_REQUIRE(marked_windows(candidates, two, 1).size() == 3u);
  BOOST_TEST(marked_windows(candidates, two, 1)[1].is_chosen);
}

BOOST_AUTO_TEST_SUITE_END()
