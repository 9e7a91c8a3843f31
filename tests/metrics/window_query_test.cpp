#include <boost/test/unit_test.hpp>
#include <limits>
#include <stdexcept>

#include "metrics_support.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

/// A field of random sums over a frame of `source` px.
Field random_field(MapGeometry geometry, std::int64_t frames = 3) {
  Field field(geometry);
  cv::RNG random(77);
  for (std::size_t i = 0; i < kMetricCount; ++i) {
    for (int y = 0; y < field.sum[i].rows; ++y) {
      for (int x = 0; x < field.sum[i].cols; ++x) field.sum[i].at<double>(y, x) = random.uniform(0, 60000);
    }
    field.count[i] = frames + static_cast<std::int64_t>(i);
  }
  return field;
}

double overlap(double a0, double a1, double b0, double b1) {
  return std::max(0.0, std::min(a1, b1) - std::max(a0, b0));
}

/// Every cell by the area of it inside the window.
MetricValues mean_by_area(const Field& field, const CropWindow& window) {
  const auto [source, block] = field.geometry;
  MetricValues sums{};
  double area = 0;
  for (int y = 0; y < field.sum[0].rows; ++y) {
    for (int x = 0; x < field.sum[0].cols; ++x) {
      const double inside =
          overlap(x * block, std::min((x + 1) * block, source.width), window.x, window.x + window.w) *
          overlap(y * block, std::min((y + 1) * block, source.height), window.y, window.y + window.h);
      area += inside;
      for (std::size_t i = 0; i < kMetricCount; ++i) {
        sums[i] += inside * field.sum[i].at<double>(y, x) / 256 / static_cast<double>(field.count[i]);
      }
    }
  }
  for (double& sum : sums) sum /= area;
  return sums;
}

void check_window(const Field& field, const WindowQuery& query, const CropWindow& window) {
  const MetricValues expected = mean_by_area(field, window);
  const MetricValues values = query.mean(window);
  BOOST_TEST_CONTEXT(window.w << "x" << window.h << " at " << window.x << "," << window.y) {
    for (std::size_t i = 0; i < kMetricCount; ++i) {
      BOOST_TEST(values[i] == expected[i], boost::test_tools::tolerance(1e-7));
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(metrics)

BOOST_AUTO_TEST_CASE(windows_on_cells_have_the_mean_of_those_cells) {
  const Field field = random_field({{60, 40}, 4});
  const WindowQuery query(field);
  for (int y = 0; y < 40; y += 8) {
    for (int x = 0; x < 60; x += 12) check_window(field, query, {double(x), double(y), 8, 4});
  }
}

BOOST_AUTO_TEST_CASE(windows_with_fractions_of_cells_count_them_by_area) {
  for (const MapGeometry geometry :
       {MapGeometry{{61, 43}, 4}, MapGeometry{{60, 40}, 6}, MapGeometry{{29, 31}, 1}}) {
    const Field field = random_field(geometry);
    const WindowQuery query(field);
    cv::RNG random(5);
    for (int i = 0; i < 300; ++i) {
      const double w = random.uniform(0.3, double(geometry.source.width));
      const double h = random.uniform(0.3, double(geometry.source.height));
      check_window(field, query,
                   {random.uniform(0.0, geometry.source.width - w),
                    random.uniform(0.0, geometry.source.height - h), w, h});
    }
  }
}

BOOST_AUTO_TEST_CASE(a_window_inside_one_cell_has_the_value_of_the_cell) {
  const Field field = random_field({{40, 40}, 10});
  const WindowQuery query(field);
  const MetricValues values = query.mean({12.25, 31.5, 3.5, 7});
  for (std::size_t i = 0; i < kMetricCount; ++i) {
    const double cell = field.sum[i].at<double>(3, 1) / 256 / static_cast<double>(field.count[i]);
    BOOST_TEST(values[i] == cell, boost::test_tools::tolerance(1e-7));
  }
}

BOOST_AUTO_TEST_CASE(partial_cells_count_by_their_true_area_in_the_mean_of_the_whole_frame) {
  // 7 x 5 px in cells of 4 px: 4 and 3 px wide, 4 and 1 px high.
  Field field(MapGeometry{{7, 5}, 4});
  for (std::size_t i = 0; i < kMetricCount; ++i) {
    field.sum[i] = (cv::Mat_<double>(2, 2) << 256 * 10, 256 * 20, 256 * 30, 256 * 40);
    field.count[i] = 1;
  }
  const double expected = (16 * 10 + 12 * 20 + 4 * 30 + 3 * 40) / 35.0;
  for (const double value : WindowQuery(field).mean({0, 0, 7, 5})) {
    BOOST_TEST(value == expected, boost::test_tools::tolerance(1e-12));
  }
}

BOOST_AUTO_TEST_CASE(the_mean_of_the_whole_frame_is_the_mean_of_its_pixels) {
  // Luma motion of 1-px cells averaged by shrinking is the same as averaged by the query.
  const cv::Size size(97, 53);
  const Frame frame = noise_frame(size, 8, 3, 1, 1);
  Field field(MapGeometry{size, 6});
  SmallFrame black = shrink(frame, field.geometry);
  black.luma = cv::Mat::zeros(black.luma.size(), CV_16UC1);
  field.add(std::vector{FramePair{shrink(frame, field.geometry), black}});
  const double mean = WindowQuery(field).mean({0, 0, 97, 53})[0];
  BOOST_TEST(std::abs(mean - cv::mean(frame.luma)[0]) < 0.5 / 256);
}

BOOST_AUTO_TEST_CASE(what_lies_outside_the_frame_does_not_count) {
  const Field field = random_field({{61, 43}, 4});
  const WindowQuery query(field);
  const MetricValues clipped = query.mean({-10.5, 30, 20, 100});
  const MetricValues inside = query.mean({0, 30, 9.5, 13});
  for (std::size_t i = 0; i < kMetricCount; ++i) {
    BOOST_TEST(clipped[i] == inside[i], boost::test_tools::tolerance(1e-12));
  }
}

BOOST_AUTO_TEST_CASE(a_flat_field_is_flat_in_every_window) {
  Field field(MapGeometry{{100, 70}, 7});
  for (std::size_t i = 0; i < kMetricCount; ++i) {
    field.sum[i].setTo(cv::Scalar(256.0 * 50 * 9));
    field.count[i] = 9;
  }
  const WindowQuery query(field);
  cv::RNG random(6);
  for (int i = 0; i < 100; ++i) {
    const CropWindow window{random.uniform(0.0, 90.0), random.uniform(0.0, 60.0), random.uniform(0.1, 10.0),
                            random.uniform(0.1, 10.0)};
    for (const double value : query.mean(window)) BOOST_TEST(value == 50, boost::test_tools::tolerance(1e-8));
  }
}

BOOST_AUTO_TEST_CASE(a_metric_that_was_never_measured_is_zero) {
  const SmallFrame frame = small_noise({20, 10}, 4);
  Field field(frame.geometry);
  field.add(std::vector{FramePair{frame, std::nullopt}});
  const MetricValues values = WindowQuery(field).mean({2, 2, 10, 6});
  BOOST_TEST(values[0] == 0);
  BOOST_TEST(values[1] > 0);
}

BOOST_AUTO_TEST_CASE(a_query_outlives_its_field_and_does_not_follow_it) {
  Field field = random_field({{30, 20}, 2});
  const WindowQuery query(field);
  const MetricValues before = query.mean({1, 1, 7, 9});
  for (cv::Mat& sum : field.sum) sum.setTo(cv::Scalar(0));
  BOOST_TEST((query.mean({1, 1, 7, 9}) == before));
}

BOOST_AUTO_TEST_CASE(windows_without_anything_of_the_frame_are_rejected) {
  const WindowQuery query(random_field({{61, 43}, 4}));
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  for (const CropWindow& window :
       {CropWindow{10, 10, 0, 5}, CropWindow{10, 10, 5, -1}, CropWindow{61, 0, 5, 5}, CropWindow{0, -5, 5, 5},
        CropWindow{kNan, 0, 5, 5}, CropWindow{0, 0, 5, kNan}}) {
    BOOST_TEST(contains(thrown<std::invalid_argument>([&] { query.mean(window); }), "61x43"));
  }
}

BOOST_AUTO_TEST_SUITE_END()
