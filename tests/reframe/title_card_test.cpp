#include "smartcrop/reframe/title_card.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

using namespace smartcrop;

namespace {

const cv::Rect kFrame(0, 0, 1920, 1080);
const cv::Size kPortrait(608, 1080);

FrameText words(double edge_share, CropWindow box = {800, 500, 300, 80}) {
  return {{}, {box}, edge_share};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(title_card)

BOOST_AUTO_TEST_CASE(words_make_most_frames_of_a_title_card) {
  const std::vector<FrameText> card{words(0.9), words(0.8, {700, 600, 300, 80}), words(0.1, {0, 0, 9, 9})};
  const auto found = title_words(card);
  BOOST_TEST_REQUIRE(found.has_value());
  BOOST_TEST((*found == CropWindow{700, 500, 400, 180}));
}

BOOST_AUTO_TEST_CASE(captions_and_passing_signs_are_no_title_card) {
  BOOST_TEST(!title_words({}));
  BOOST_TEST(!title_words(std::vector{words(0.27), words(0.27), words(0.27)}));
  BOOST_TEST(!title_words(std::vector{words(0.9)}));
  BOOST_TEST(!title_words(std::vector{words(0.9), words(0.9), words(0), words(0)}));
}

BOOST_AUTO_TEST_CASE(a_title_may_fade_in_late_over_a_picture_with_little_to_see) {
  const auto frame = [](double edges, double share) {
    FrameText text = words(share);
    text.edges = edges;
    return text;
  };
  const FrameText plain = frame(100, 0), title = frame(600, 0.8), moving = words(0);
  // 960 of 1500 edges belong to words.
  BOOST_TEST(title_words(std::vector{plain, plain, plain, title, title}).has_value());
  BOOST_TEST(title_words(std::vector{moving, plain, plain, title, title}).has_value());
  BOOST_TEST(!title_words(std::vector{moving, moving, plain, title, title}));
  // 960 of 2800: the picture is what the shot is about.
  const FrameText rich = frame(533, 0);
  BOOST_TEST(!title_words(std::vector{rich, rich, rich, title, title}));
  BOOST_TEST(!title_words(std::vector{plain, plain, plain, title}));
}

BOOST_AUTO_TEST_CASE(words_that_fit_are_in_the_middle_of_the_window) {
  const CropWindow window = window_of_title({1000, 500, 300, 80}, kPortrait, kFrame);
  BOOST_TEST((window == CropWindow{1150 - 304, 0, 608, 1080}));
  BOOST_TEST(window_of_title({1700, 500, 200, 80}, kPortrait, kFrame).x == 1920 - 608);
}

BOOST_AUTO_TEST_CASE(wider_words_widen_the_window) {
  const CropWindow window = window_of_title({400, 500, 1000, 80}, kPortrait, kFrame);
  BOOST_TEST(window.x < 400);
  BOOST_TEST(window.x + window.w > 1400);
  BOOST_TEST(window.w < 1200);
  BOOST_TEST(window.y == 0);
  BOOST_TEST(window.h == 1080);
}

BOOST_AUTO_TEST_CASE(higher_words_heighten_the_window) {
  const CropWindow window = window_of_title({800, 200, 300, 700}, {1920, 640}, kFrame);
  BOOST_TEST(window.w == 1920);
  BOOST_TEST(window.y < 200);
  BOOST_TEST(window.y + window.h > 900);
  BOOST_TEST(window.h < 1000);
}

BOOST_AUTO_TEST_SUITE_END()
