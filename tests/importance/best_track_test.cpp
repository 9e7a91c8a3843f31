#include "smartcrop/importance/best_track.hpp"

#include <boost/test/unit_test.hpp>

using namespace smartcrop;

namespace {

double value_of(const cv::Mat& reward, double price, const std::vector<int>& track) {
  double value = 0;
  for (std::size_t t = 0; t < track.size(); ++t) {
    value += static_cast<double>(reward.at<float>(static_cast<int>(t), track[t]));
    const int way = t > 0 ? track[t] - track[t - 1] : 0;
    value -= price * way * way;
  }
  return value;
}

/// The best value over all tracks, each tried.
double best_by_trying(const cv::Mat& reward, double price) {
  std::vector<int> track(static_cast<std::size_t>(reward.rows), 0);
  double best = value_of(reward, price, track);
  while (true) {
    std::size_t t = 0;
    while (t < track.size() && ++track[t] == reward.cols) track[t++] = 0;
    if (t == track.size()) return best;
    best = std::max(best, value_of(reward, price, track));
  }
}

cv::Mat row(const std::vector<float>& values) {
  return cv::Mat(values, true).reshape(1, 1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(importance_best_track)

BOOST_AUTO_TEST_CASE(no_track_of_small_cases_is_better) {
  cv::RNG random(3);
  for (int run = 0; run < 60; ++run) {
    cv::Mat reward(random.uniform(1, 6), random.uniform(1, 6), CV_32FC1);
    random.fill(reward, cv::RNG::UNIFORM, 0, 1);
    for (const double price : {0.0, 0.02, 0.1, 1.0}) {
      const auto track = best_track(reward, price);
      BOOST_REQUIRE(std::ssize(track) == reward.rows);
      BOOST_TEST(std::abs(value_of(reward, price, track) - best_by_trying(reward, price)) < 1e-5);
    }
  }
}

BOOST_AUTO_TEST_CASE(without_a_price_each_step_takes_its_best_and_a_high_price_stays) {
  cv::Mat reward = cv::Mat::zeros(4, 5, CV_32FC1);
  for (const auto& [t, p] : {std::pair(0, 0), {1, 4}, {2, 0}, {3, 4}}) reward.at<float>(t, p) = 1;
  reward.col(2) = 0.6;
  BOOST_TEST(best_track(reward, 0) == (std::vector<int>{0, 4, 0, 4}), boost::test_tools::per_element());
  BOOST_TEST(best_track(reward, 10) == (std::vector<int>{2, 2, 2, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_window_holds_the_cells_inside_it) {
  const cv::Mat sums = window_sums(row({0, 0, 0, 1, 0, 0, 0, 0, 0, 0}), 4, 7, 0);
  const std::vector<float> expected{1, 1, 1, 1, 0, 0, 0};
  for (int p = 0; p < 7; ++p) BOOST_TEST(sums.at<float>(p) == expected[static_cast<std::size_t>(p)]);
}

BOOST_AUTO_TEST_CASE(a_tapered_edge_is_one_cell_wide_either_way_but_not_at_the_ends) {
  const cv::Mat sums = window_sums(row({0, 0, 0, 1, 0, 0, 0, 0, 0, 0}), 4, 7, 0.25);
  const std::vector<float> expected{0.75F, 1, 1, 0.75F, 0.25F, 0, 0};
  for (int p = 0; p < 7; ++p) BOOST_TEST(sums.at<float>(p) == expected[static_cast<std::size_t>(p)]);
  const cv::Mat at_the_ends = window_sums(row({1, 0, 0, 0, 0, 0, 0, 0, 0, 1}), 4, 7, 0.25);
  BOOST_TEST(at_the_ends.at<float>(0) == 1.0F);
  BOOST_TEST(at_the_ends.at<float>(6) == 1.0F);
}

BOOST_AUTO_TEST_CASE(a_window_as_long_as_the_profile_holds_it_all) {
  BOOST_TEST(window_sums(row({1, 2, 3}), 3, 1, 0.15).at<float>(0) == 6.0F);
}

BOOST_AUTO_TEST_CASE(profiles_are_sums_of_columns_or_rows) {
  const cv::Mat map = (cv::Mat_<float>(2, 3) << 1, 2, 3, 4, 5, 6);
  BOOST_TEST(cv::norm(profile(map, true), row({5, 7, 9})) == 0.0);
  BOOST_TEST(cv::norm(profile(map, false), row({6, 15})) == 0.0);
}

BOOST_AUTO_TEST_CASE(maps_of_another_type_are_refused) {
  BOOST_CHECK_THROW(best_track(cv::Mat(), 1), std::invalid_argument);
  BOOST_CHECK_THROW(window_sums(cv::Mat(1, 4, CV_8UC1), 2, 2, 0), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
