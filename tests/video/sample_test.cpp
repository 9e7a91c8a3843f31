// The files that scripts make and fetch for tests and pictures.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <opencv2/core.hpp>

#include "reference.hpp"
#include "support/skip.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

constexpr double kPi = std::numbers::pi;

/// The path that data/README.md gives: center of the ball in px.
cv::Point2d known_center(std::int64_t frame) {
  if (frame < 90) {
    const double t = static_cast<double>(frame) / 25;
    return {1010 + 130 * std::sin(2 * kPi * t / 1.8), 360 + 100 * std::sin(4 * kPi * t / 1.8)};
  }
  if (frame < 170) {
    const double t = static_cast<double>(frame - 90) / 25;
    return {880 + 80 * t, 500 - 280 * std::abs(std::sin(kPi * t / 0.8))};
  }
  const double t = static_cast<double>(frame - 170) / 25;
  return {1010 + 140 * std::cos(2 * kPi * t / 1.6), 360 + 140 * std::sin(2 * kPi * t / 1.6)};
}

/// Middle of all chroma samples with a strong color, which only the ball has, in px of the picture.
cv::Point2d middle_of_color(const Frame& frame) {
  double x = 0, y = 0, count = 0;
  for (int row = 0; row < frame.chroma[0].rows; ++row) {
    for (int column = 0; column < frame.chroma[0].cols; ++column) {
      const double cb = frame.chroma[0].at<std::uint8_t>(row, column) - 128.0;
      const double cr = frame.chroma[1].at<std::uint8_t>(row, column) - 128.0;
      constexpr double kStrong = 45;
      if (std::hypot(cb, cr) < kStrong) continue;
      x += 2 * column + 1;
      y += 2 * row + 1;
      ++count;
    }
  }
  return {x / count, y / count};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(video)

BOOST_AUTO_TEST_CASE(the_ball_of_the_sample_is_where_its_description_says) {
  const std::string path = data_file("sample.mp4");
  if (path.empty()) return;
  const auto source = open_file(path);
  BOOST_TEST((source->info().size == cv::Size(1280, 720)));
  BOOST_TEST((source->info().frame_rate == Rational(25)));
  BOOST_TEST(source->info().audio_streams == 1);
  std::int64_t frames = 0;
  for (Frame frame; source->read(frame); ++frames) {
    const cv::Point2d found = middle_of_color(frame), known = known_center(frames);
    // Two pixels of rounding and coding; the strongly colored sectors lie evenly around the center.
    BOOST_TEST(cv::norm(found - known) < 6, "frame " << frames << ": " << found.x << " " << found.y << " not "
                                                     << known.x << " " << known.y);
  }
  BOOST_TEST(frames == 250);
}

BOOST_AUTO_TEST_CASE(the_clip_of_walking_people_is_read_whole) {
  const std::string path = data_file("vtest.avi");
  if (path.empty()) return;
  const auto source = open_file(path);
  BOOST_TEST((source->info().size == cv::Size(768, 576)));
  BOOST_TEST(times_of(*source).size() == 795u);
  BOOST_TEST(source->report().errors == 0);
  BOOST_TEST(source->key_frames().size() == 4u);
}

BOOST_AUTO_TEST_SUITE_END()
