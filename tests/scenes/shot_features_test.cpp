#include "smartcrop/scenes/shot_features.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "scenes_support.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

BOOST_AUTO_TEST_SUITE(scenes_features)

BOOST_AUTO_TEST_CASE(what_is_kept_of_a_frame_is_under_a_kilobyte) {
  BOOST_TEST(sizeof(ShotFeatures) < 1024U);
}

BOOST_AUTO_TEST_CASE(a_flat_frame_has_a_flat_thumbnail_of_its_codes) {
  Picture picture = flat(77);
  picture.cb = 90;
  picture.cr = 200;
  const ShotFeatures features = shot_features(drawn(picture, 3));
  BOOST_TEST(features.index.value == 3);
  BOOST_TEST((features.time == at_frame(3)));
  BOOST_TEST(std::ranges::all_of(features.luma, [](int code) { return code == 77; }));
  BOOST_TEST(std::ranges::all_of(features.cb, [](int code) { return code == 90; }));
  BOOST_TEST(std::ranges::all_of(features.cr, [](int code) { return code == 200; }));
}

BOOST_AUTO_TEST_CASE(each_cell_of_the_thumbnail_is_the_mean_of_its_part_of_the_map) {
  // Columns of codes 0..159 in a map of 160 columns: 5 to a cell, so means 2, 7, 12, ...
  const Picture ramp{[](int x, int) { return x / 2; }};
  const ShotFeatures features = shot_features(drawn(ramp, 0));
  for (int x = 0; x < ShotFeatures::kWidth; ++x) BOOST_TEST(int{features.luma[x]} == 5 * x + 2);
}

BOOST_AUTO_TEST_CASE(maps_of_any_size_down_to_one_cell_make_a_thumbnail) {
  for (const cv::Size size : {cv::Size(1, 1), cv::Size(3, 200), cv::Size(480, 2), cv::Size(31, 17)}) {
    const ShotFeatures features = shot_features(drawn(flat(50), 0, size));
    BOOST_TEST(std::ranges::all_of(features.luma, [](int code) { return code == 50; }));
  }
}

BOOST_AUTO_TEST_CASE(gray_video_has_neutral_chroma) {
  SmallFrame frame = drawn(flat(50), 0);
  frame.cb.release();
  frame.cr.release();
  const ShotFeatures features = shot_features(frame);
  BOOST_TEST(std::ranges::all_of(features.cb, [](int code) { return code == 128; }));
}

BOOST_AUTO_TEST_CASE(a_frame_without_luma_or_with_planes_that_do_not_fit_is_the_callers_mistake) {
  BOOST_CHECK_THROW(shot_features(SmallFrame{}), std::invalid_argument);
  SmallFrame frame = drawn(flat(50), 0);
  frame.cb = cv::Mat(2, 2, CV_16UC1, cv::Scalar(0));
  BOOST_CHECK_THROW(shot_features(frame), std::invalid_argument);
  frame = drawn(flat(50), 0);
  frame.luma = cv::Mat(90, 160, CV_8UC1, cv::Scalar(0));
  BOOST_CHECK_THROW(shot_features(frame), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(features_made_on_several_threads_give_the_same_shots) {
  std::vector<SmallFrame> frames;
  for (int i = 0; i < 60; ++i) frames.push_back(drawn(still(i / 20, 3.0 * i), i));
  std::vector<std::vector<Shot>> results;
  for (const int workers : {1, 2, 4}) {
    std::vector<ShotFeatures> features(frames.size());
    parallel_for(frames.size(), workers, [&](std::size_t i) { features[i] = shot_features(frames[i]); });
    results.push_back(shots_of(features, at_frame(60)));
  }
  ShotDetector one_by_one;
  for (const SmallFrame& frame : frames) one_by_one.push(frame);
  results.push_back(one_by_one.finish(at_frame(60)));
  BOOST_TEST(results[0].size() == 3U);
  for (const auto& shots : results) BOOST_TEST((shots == results[0]));
}

BOOST_AUTO_TEST_SUITE_END()
