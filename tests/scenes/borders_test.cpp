#include "smartcrop/scenes/borders.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <stdexcept>

#include "scenes_support.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

/// A frame of 640x360 px or another size that shows a picture of 320x180, shrunk to cells of 4 px.
SmallFrame shrunk(const Picture& picture, std::int64_t index, cv::Size size = {640, 360}) {
  Frame frame;
  frame.index = {index};
  frame.time = at_frame(index);
  frame.luma.create(size, CV_8UC1);
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x)
      frame.luma.at<std::uint8_t>(y, x) = static_cast<std::uint8_t>(std::lround(picture.luma(x / 2, y / 2)));
  }
  return shrink(frame, {size, std::min(4, size.width)});
}

/// A picture behind a mask of 320x180 px.
Picture masked(const Picture& picture, cv::Rect open) {
  return {[=](int x, int y) { return open.contains({x, y}) ? picture.luma(x, y) : 16.0; }};
}

/// The active pictures of shots that each hold the given pictures for a frame each.
std::vector<cv::Rect> pictures_of(const std::vector<std::vector<Picture>>& shots) {
  std::vector<FrameBorders> frames;
  std::vector<Shot> ranges;
  MapGeometry geometry;
  for (const auto& pictures : shots) {
    const auto first = static_cast<std::int64_t>(frames.size());
    for (const Picture& picture : pictures) {
      const SmallFrame frame = shrunk(picture, static_cast<std::int64_t>(frames.size()));
      geometry = frame.geometry;
      frames.push_back(frame_borders(frame));
    }
    const auto last = static_cast<std::int64_t>(frames.size());
    ranges.push_back({{first}, {last}, at_frame(first), at_frame(last)});
  }
  return active_pictures(frames, geometry, ranges);
}

const cv::Rect kWhole(0, 0, 640, 360);
const cv::Rect kLetterbox(0, 24, 320, 132);  // in 320x180; rows 12..77 of the map

}  // namespace

BOOST_AUTO_TEST_SUITE(scenes_borders)

BOOST_AUTO_TEST_CASE(default_options_are_valid_and_each_violation_is_named) {
  BOOST_TEST(BorderOptions{}.problems().empty());
  const auto named = [](double BorderOptions::*field, double value, const char* name) {
    BorderOptions options;
    options.*field = value;
    const auto problems = options.problems();
    BOOST_TEST((problems.size() == 1 && contains(problems[0], name)));
    BOOST_CHECK_THROW(frame_borders(drawn(flat(16), 0), options), std::invalid_argument);
  };
  named(&BorderOptions::max_black_code, 256, "max_black_code");
  named(&BorderOptions::max_deviation_code, 0, "max_deviation_code");
  named(&BorderOptions::min_step_code, 0, "min_step_code");
  named(&BorderOptions::min_edge_share, 1.5, "min_edge_share");
  named(&BorderOptions::max_bar_share, 0.5, "max_bar_share");
}

BOOST_AUTO_TEST_CASE(a_picture_without_bars_is_wholly_active) {
  BOOST_TEST(pictures_of({{still(1), still(1, 5)}})[0] == kWhole);
}

BOOST_AUTO_TEST_CASE(letterbox_bars_are_found) {
  BOOST_TEST(pictures_of({{masked(still(1), kLetterbox)}})[0] == cv::Rect(0, 48, 640, 264));
}

BOOST_AUTO_TEST_CASE(pillarbox_bars_are_found) {
  BOOST_TEST(pictures_of({{masked(still(1), {40, 0, 240, 180})}})[0] == cv::Rect(80, 0, 480, 360));
}

BOOST_AUTO_TEST_CASE(bars_on_all_sides_of_different_width_are_found) {
  BOOST_TEST(pictures_of({{masked(still(1), {20, 10, 260, 150})}})[0] == cv::Rect(40, 20, 520, 300));
}

/// Codes of a picture in 640x360 px.
cv::Mat large_scenery() {
  const Scenery scenery(1);
  cv::Mat codes(360, 640, CV_64FC1);
  for (int y = 0; y < codes.rows; ++y)
    for (int x = 0; x < codes.cols; ++x) codes.at<double>(y, x) = scenery(x / 2.0, y / 2.0);
  return codes;
}

/// A bright picture of 640x360 px between bars, as an encoder leaves it: `blur` of the first line is dark,
/// and `ringing` codes of it are in the bars for 12 lines.
SmallFrame coded(int top, int bottom, double blur, int ringing) {
  static const cv::Mat codes = large_scenery();
  Frame frame;
  frame.time = at_frame(0);
  frame.luma.create(360, 640, CV_8UC1);
  for (int y = 0; y < 360; ++y) {
    const int inside = std::min(y - top, 359 - bottom - y);
    for (int x = 0; x < 640; ++x) {
      double code = codes.at<double>(y, x);
      if (inside == 0) code -= blur * (code - 16);
      if (inside < 0) code = 16 + (inside == -1 ? blur * (code - 16) : 0);
      if (inside < 0 && inside >= -12 && (x / 8 + y) % 3 == 0) code += x / 8 % 2 == 0 ? ringing : -ringing;
      frame.luma.at<std::uint8_t>(y, x) = static_cast<std::uint8_t>(std::lround(code));
    }
  }
  return shrink(frame, {{640, 360}, 4});
}

BOOST_AUTO_TEST_CASE(bars_of_any_height_are_found_to_the_row) {
  for (int top = 2; top <= 120; top = top < 12 ? top + 1 : top + 7) {
    for (const double blur : {0.0, 0.2}) {
      for (const int ringing : {0, 14}) {
        const int bottom = top + 3;
        const SmallFrame frame = coded(top, bottom, blur, ringing);
        const std::vector<FrameBorders> frames{frame_borders(frame)};
        const std::vector<Shot> shots{{{0}, {1}, at_frame(0), at_frame(1)}};
        BOOST_TEST_CONTEXT("bars of " << top << " and " << bottom << " rows, blur " << blur << ", ringing "
                                      << ringing)
        BOOST_TEST(active_pictures(frames, frame.geometry, shots)[0] ==
                   cv::Rect(0, top, 640, 360 - top - bottom));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(sides_are_those_of_the_displayed_frame) {
  for (const int degrees : {0, 90, 180, 270}) {
    for (const bool mirrored : {false, true}) {
      Frame frame;
      frame.time = at_frame(0);
      frame.orientation = {degrees, mirrored};
      frame.luma = cv::Mat(360, 640, CV_8UC1, cv::Scalar(120));
      frame.luma.rowRange(0, 21) = 16;  // the top of the stored picture
      const cv::Size size = degrees % 180 == 0 ? cv::Size(640, 360) : cv::Size(360, 640);
      const FrameBorders borders = frame_borders(shrink(frame, {size, 4}));
      const std::size_t side = degrees == 0 ? 0 : degrees == 90 ? 3 : degrees == 180 ? 1 : 2;
      for (std::size_t i = 0; i < kSideCount; ++i)
        BOOST_TEST(borders.bar_px[i] == (i == side ? 21 : 0), degrees << ", " << i);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_small_picture_in_the_middle_has_bars_on_all_sides) {
  BOOST_TEST(pictures_of({{masked(still(1), {70, 40, 180, 100})}})[0] == cv::Rect(140, 80, 360, 200));
}

BOOST_AUTO_TEST_CASE(a_lit_window_in_the_night_is_not_a_picture_between_bars) {
  BOOST_TEST(pictures_of({{masked(still(1), {90, 60, 60, 80})}})[0] == kWhole);
}

BOOST_AUTO_TEST_CASE(bars_are_those_of_the_widest_picture_in_the_shot) {
  const cv::Rect narrower(0, 40, 320, 100);
  const auto found = pictures_of({{masked(still(1), narrower), masked(still(1), kLetterbox)}});
  BOOST_TEST(found[0] == cv::Rect(0, 48, 640, 264));
}

BOOST_AUTO_TEST_CASE(each_shot_has_its_own_bars) {
  const auto found = pictures_of({{masked(still(1), kLetterbox)}, {still(2)}});
  BOOST_TEST(found[0] == cv::Rect(0, 48, 640, 264));
  BOOST_TEST(found[1] == kWhole);
}

BOOST_AUTO_TEST_CASE(writing_inside_a_bar_makes_it_picture) {
  const Picture subtitled{[scenery = Scenery(1)](int x, int y) {
    if (y > 162 && y < 170 && x > 120 && x < 200) return 200.0;
    return kLetterbox.contains({x, y}) ? scenery(x, y) : 16.0;
  }};
  const auto found = pictures_of({{masked(still(1), kLetterbox), subtitled}});
  BOOST_TEST(found[0].y == 48);
  BOOST_TEST(found[0].br().y >= 340);
}

BOOST_AUTO_TEST_CASE(black_frames_say_nothing) {
  const auto found = pictures_of({{flat(16), masked(still(1), kLetterbox), flat(16)}});
  BOOST_TEST(found[0] == cv::Rect(0, 48, 640, 264));
}

BOOST_AUTO_TEST_CASE(a_video_all_black_has_no_bars) {
  BOOST_TEST(pictures_of({{flat(16), flat(16)}})[0] == kWhole);
}

BOOST_AUTO_TEST_CASE(a_night_sky_over_a_small_light_is_not_a_bar) {
  const Picture night{
      [scenery = Scenery(1)](int x, int y) { return y > 60 && x > 140 && x < 200 ? scenery(x, y) : 16.0; }};
  BOOST_TEST(pictures_of({{night}})[0] == kWhole);
}

BOOST_AUTO_TEST_CASE(a_sky_that_grows_lighter_downwards_is_not_a_bar) {
  const Picture dusk{[](int, int y) { return 16.0 + y * 0.5; }};
  BOOST_TEST(pictures_of({{dusk}})[0] == kWhole);
}

BOOST_AUTO_TEST_CASE(an_even_border_that_is_not_black_is_not_a_bar) {
  const Picture gray{[scenery = Scenery(1)](int x, int y) {
    return kLetterbox.contains({x, y}) ? scenery(x, y) : 60.0;
  }};
  BOOST_TEST(pictures_of({{gray}})[0] == kWhole);
}

BOOST_AUTO_TEST_CASE(a_dark_shot_has_the_bars_that_the_others_agree_on) {
  const Picture title{[](int x, int y) { return y > 80 && y < 100 && x > 100 && x < 220 ? 200.0 : 16.0; }};
  const auto found = pictures_of({{masked(still(1), kLetterbox)}, {title}, {flat(16)}});
  for (const cv::Rect& picture : found) BOOST_TEST(picture == cv::Rect(0, 48, 640, 264));
}

BOOST_AUTO_TEST_CASE(frames_on_their_own_or_shots_without_frames_are_no_trouble) {
  BOOST_TEST(active_pictures({}, {{640, 360}, 4}, {}).empty());
  const std::vector<Shot> shots{{{0}, {5}, at_frame(0), at_frame(5)}};
  BOOST_TEST(active_pictures({}, {{640, 360}, 4}, shots)[0] == kWhole);
  BOOST_TEST(frame_borders(shrunk(flat(16), 0, {1, 1})).bar_px[0] == 1);
  BOOST_CHECK_THROW(frame_borders(SmallFrame{}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_frame_that_is_no_whole_number_of_cells_ends_at_its_own_edge) {
  const SmallFrame frame = shrunk(masked(still(1), kLetterbox), 0, {638, 357});
  const std::vector<FrameBorders> frames{frame_borders(frame)};
  const std::vector<Shot> shots{{{0}, {1}, at_frame(0), at_frame(1)}};
  BOOST_TEST(active_pictures(frames, frame.geometry, shots)[0] == cv::Rect(0, 48, 638, 264));
}

BOOST_AUTO_TEST_CASE(a_cell_that_compression_dirties_in_one_frame_stays_bar) {
  const cv::Rect dirtied(0, 22, 320, 136);
  std::vector<Picture> shot(9, masked(still(1), kLetterbox));
  shot.push_back(masked(still(1), dirtied));
  BOOST_TEST(pictures_of({shot})[0] == cv::Rect(0, 48, 640, 264));
}

BOOST_AUTO_TEST_SUITE_END()
