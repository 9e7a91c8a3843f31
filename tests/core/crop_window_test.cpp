#include "smartcrop/core/crop_window.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "support/thrown.hpp"

using namespace smartcrop;
using smartcrop::test::contains;
using smartcrop::test::thrown;

namespace {

std::string size_text(cv::Size size) {
  return std::to_string(size.width) + 'x' + std::to_string(size.height);
}

std::string crop_text(cv::Size frame, AspectRatio ratio, double scale, Rational pixel_aspect = {1, 1}) {
  return size_text(crop_dimensions(frame, ratio, scale, pixel_aspect));
}

void check_window(cv::Size frame, AspectRatio ratio, double scale) {
  const cv::Size crop = crop_dimensions(frame, ratio, scale);
  BOOST_TEST_CONTEXT(size_text(frame) << ' ' << to_string(ratio) << " at " << scale) {
    BOOST_TEST(crop.width % 2 == 0);
    BOOST_TEST(crop.height % 2 == 0);
    BOOST_TEST((crop.width >= 2 && crop.width <= frame.width));
    BOOST_TEST((crop.height >= 2 && crop.height <= frame.height));
    const double exact_width = std::min<double>(frame.width, frame.height * ratio.value()) * scale;
    const double exact_height = std::min<double>(frame.height, frame.width / ratio.value()) * scale;
    BOOST_TEST(std::abs(crop.width - exact_width) <= 2.0);
    BOOST_TEST(std::abs(crop.height - exact_height) <= 2.0);
  }
}

double overlap(const CropWindow& a, const CropWindow& b) {
  return intersection_over_union(a, b);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(core)

BOOST_AUTO_TEST_CASE(the_largest_window_fills_one_side_of_the_frame) {
  BOOST_TEST(crop_text({1920, 1080}, {9, 16}, 1) == "608x1080");
  BOOST_TEST(crop_text({854, 480}, {9, 16}, 1) == "270x480");
  BOOST_TEST(crop_text({1920, 1080}, {1, 1}, 1) == "1080x1080");
  BOOST_TEST(crop_text({1080, 1920}, {16, 9}, 1) == "1080x608");
  BOOST_TEST(crop_text({1920, 1080}, {16, 9}, 1) == "1920x1080");
  BOOST_TEST(crop_text({1920, 1080}, {4, 5}, 1) == "864x1080");
  BOOST_TEST(crop_text({1920, 1080}, {64, 27}, 1) == "1920x810");
}

BOOST_AUTO_TEST_CASE(scale_shrinks_both_sides_of_the_window) {
  BOOST_TEST(crop_text({1920, 1080}, {1, 1}, 0.75) == "810x810");
  BOOST_TEST(crop_text({1920, 1080}, {9, 16}, 0.5) == "304x540");
  BOOST_TEST(crop_text({1920, 1080}, {16, 9}, 0.1) == "192x108");
}

BOOST_AUTO_TEST_CASE(sides_go_to_the_nearest_even_number_and_odd_ones_down) {
  BOOST_TEST(crop_text({1080, 608}, {1, 1}, 0.75) == "456x456");   // 456
  BOOST_TEST(crop_text({1080, 540}, {1, 1}, 0.75) == "404x404");   // 405: a tie
  BOOST_TEST(crop_text({1079, 1079}, {1, 1}, 0.75) == "810x810");  // 809.25
  BOOST_TEST(crop_text({1000, 810}, {1, 1}, 0.7) == "566x566");    // 567, a little above in binary
}

BOOST_AUTO_TEST_CASE(an_odd_frame_gives_the_even_window_that_fits) {
  BOOST_TEST(crop_text({855, 481}, {1, 1}, 1) == "480x480");
  BOOST_TEST(crop_text({1079, 1079}, {1, 1}, 1) == "1078x1078");
  BOOST_TEST(crop_text({3, 3}, {1, 1}, 1) == "2x2");
}

BOOST_AUTO_TEST_CASE(a_side_of_one_pixel_stays_one) {
  BOOST_TEST(crop_text({1, 1}, {1, 1}, 1) == "1x1");
  BOOST_TEST(crop_text({1, 100}, {9, 16}, 0.5) == "1x2");
  BOOST_TEST(crop_text({2, 2}, {1, 1}, 0.01) == "2x2");
}

BOOST_AUTO_TEST_CASE(extreme_ratios_keep_a_side_of_two_pixels) {
  BOOST_TEST(crop_text({1920, 1080}, {1, 1000}, 1) == "2x1080");
  BOOST_TEST(crop_text({1920, 1080}, {10000, 1}, 1) == "1920x2");
  BOOST_TEST(crop_text({1920, 1080}, {1, 10000}, 0.001) == "2x2");
}

BOOST_AUTO_TEST_CASE(wide_pixels_make_a_window_of_fewer_columns) {
  BOOST_TEST(crop_text({1920, 1080}, {1, 1}, 1, {2, 1}) == "540x1080");
  BOOST_TEST(crop_text({720, 576}, {16, 9}, 1, {64, 45}) == "720x576");
  BOOST_TEST(crop_text({720, 480}, {1, 1}, 1, {1, 2}) == "720x360");
}

BOOST_AUTO_TEST_CASE(a_window_is_even_and_inside_the_frame_and_has_the_ratio) {
  for (const int width : {2, 3, 16, 17, 319, 854, 1080, 4096}) {
    for (const int height : {2, 5, 18, 241, 480, 1920}) {
      for (const double scale : {0.01, 0.3, 0.75, 1.0}) {
        for (const AspectRatio ratio : {AspectRatio{1, 1}, {9, 16}, {16, 9}, {4, 5}, {21, 9}, {1, 1000}}) {
          check_window({width, height}, ratio, scale);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(each_argument_out_of_range_is_named) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto message = [](cv::Size frame, AspectRatio ratio, double scale, Rational pixel_aspect) {
    return thrown<std::invalid_argument>([&] { crop_dimensions(frame, ratio, scale, pixel_aspect); });
  };
  BOOST_TEST(contains(message({0, 10}, {1, 1}, 1, 1), "frame size 0x10"));
  BOOST_TEST(contains(message({10, -1}, {1, 1}, 1, 1), "frame size 10x-1"));
  BOOST_TEST(contains(message({10, 10}, {0, 1}, 1, 1), "aspect ratio 0:1"));
  BOOST_TEST(contains(message({10, 10}, {1, -1}, 1, 1), "aspect ratio 1:-1"));
  BOOST_TEST(contains(message({10, 10}, {1, 1}, 0, 1), "scale 0"));
  BOOST_TEST(contains(message({10, 10}, {1, 1}, 1.5, 1), "scale 1.5"));
  BOOST_TEST(contains(message({10, 10}, {1, 1}, nan, 1), "scale nan"));
  BOOST_TEST(contains(message({10, 10}, {1, 1}, 1, 0), "pixel aspect 0"));
  BOOST_TEST(contains(message({10, 10}, {1, 1}, 1, {-1, 2}), "pixel aspect -1/2"));
}

BOOST_AUTO_TEST_CASE(overlap_of_windows_is_intersection_over_union) {
  const CropWindow window{10, 20, 30, 40};
  BOOST_TEST(intersection_over_union(window, window) == 1.0);
  BOOST_TEST(intersection_over_union(cv::Rect2d(0, 0, 2, 2), cv::Rect2d(1, 0, 2, 2)) == 1.0 / 3.0);
  BOOST_TEST(common_area({0, 0, 2, 2}, {1, 0, 2, 2}) == 2.0);
  BOOST_TEST(common_area({0, 0, 2, 2}, {5, 5, 2, 2}) == 0.0);
  BOOST_TEST(overlap({0, 0, 2, 2}, {1, 0, 2, 2}) == 1.0 / 3.0);
  BOOST_TEST(overlap({0, 0, 4, 4}, {1, 1, 2, 2}) == 0.25);
  BOOST_TEST(overlap({0, 0, 1, 1}, {0.5, 0, 1, 1}) == 1.0 / 3.0);
}

BOOST_AUTO_TEST_CASE(windows_that_touch_or_are_empty_do_not_overlap) {
  BOOST_TEST(overlap({0, 0, 2, 2}, {2, 0, 2, 2}) == 0.0);
  BOOST_TEST(overlap({0, 0, 2, 2}, {9, 9, 2, 2}) == 0.0);
  BOOST_TEST(overlap({0, 0, 0, 0}, {0, 0, 0, 0}) == 0.0);
  BOOST_TEST(overlap({0, 0, -2, -2}, {0, 0, 2, 2}) == 0.0);
}

BOOST_AUTO_TEST_CASE(overlap_does_not_depend_on_the_order_of_windows) {
  for (int i = 0; i < 50; ++i) {
    const CropWindow a{i * 0.7, i * 0.3, 20.0 + i, 30.0};
    const CropWindow b{15, 10, 25, 17.5 + i};
    const double overlap = intersection_over_union(a, b);
    BOOST_TEST(overlap == intersection_over_union(b, a));
    BOOST_TEST((overlap >= 0 && overlap <= 1));
  }
}

BOOST_AUTO_TEST_SUITE_END()
