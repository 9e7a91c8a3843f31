#include "smartcrop/interchange/mlt.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <filesystem>

#include "interchange/plans.hpp"
#include "smartcrop/core/error.hpp"
#include "support/media.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

/// 6 s of 640x360 at 25 fps.
std::string talk() {
  return make_media("interchange.mp4", {"-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=6",
                                        "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"});
}

std::string exported(const CropPlan& plan) {
  return write_mlt(make_timeline(plan, read_timeline_source(talk())), talk());
}

std::string replaced(std::string text, const std::string& part, const std::string& with) {
  const std::size_t at = text.find(part);
  BOOST_REQUIRE_MESSAGE(at != std::string::npos, part);
  return text.replace(at, part.size(), with);
}

void check_same_views(const CropPlan& a, const CropPlan& b) {
  for (int frame = 0; frame < 150; ++frame) {
    const auto first = view_at(a, seconds(frame, 25)), second = view_at(b, seconds(frame, 25));
    BOOST_REQUIRE_MESSAGE(first.has_value() == second.has_value(), "frame " << frame);
    if (!first) continue;
    BOOST_CHECK((first->fit == second->fit));
    BOOST_REQUIRE_MESSAGE(first->second.has_value() == second->second.has_value(), "frame " << frame);
    const auto windows = windows_of(*first), others = windows_of(*second);
    for (std::size_t i = 0; i < windows.size(); ++i) {
      const CropWindow &w = windows[i], &o = others[i];
      // 0.1 px of the output when written, 0.4 px when read.
      const double off =
          std::max({std::abs(w.x - o.x), std::abs(w.y - o.y), std::abs(w.w - o.w), std::abs(w.h - o.h)});
      BOOST_TEST(off < 0.6, "frame " << frame << ": " << off << " px");
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mlt)

BOOST_AUTO_TEST_CASE(what_is_written_reads_back_to_the_same_windows) {
  CropPlan plan = example_plan();
  plan.shots[0].keyframes[0].easing = Easing::smoothstep;
  plan.shots[0].keyframes[1].window = {100, 30, 150, 270};
  const CropPlan back = read_mlt(exported(plan), "a.mlt");
  BOOST_TEST(back.source == talk());
  BOOST_CHECK((back.output_size == plan.output_size));
  BOOST_TEST(back.problems().empty());
  check_same_views(plan, back);
}

BOOST_AUTO_TEST_CASE(padding_and_its_background_read_back) {
  for (const Background& background : {Background{}, Background{Background::Fill::color, {16, 32, 48}}}) {
    CropPlan plan = example_plan();
    plan.background = background;
    plan.shots[1].second_keyframes.clear();
    plan.shots[1].fit = Fit::pad;
    plan.shots[1].keyframes = {{seconds(4), {0, 0, 640, 360}}, {seconds(5), {100, 60, 480, 270}}};
    const CropPlan back = read_mlt(exported(plan), "a.mlt");
    BOOST_CHECK((back.background == background));
    check_same_views(plan, back);
  }
}

BOOST_AUTO_TEST_CASE(speeds_read_back) {
  CropPlan plan = example_plan();
  plan.scenes = {{seconds(1), seconds(3), 2.5}};
  const CropPlan back = read_mlt(exported(plan), "a.mlt");
  BOOST_REQUIRE(back.scenes.size() == 1U);
  BOOST_TEST(back.scenes[0].speed == 2.5);
  BOOST_TEST(std::abs(back.scenes[0].start.value() - 1) <= 0.04);
  BOOST_TEST(std::abs(back.scenes[0].end->value() - 3) <= 0.04);
}

BOOST_AUTO_TEST_CASE(changes_of_an_editor_are_read) {
  // Clock times as Shotcut writes them, a held key, a shorter clip and a filter that is off.
  std::string xml = exported(fixed_plan("talk.mp4", {640, 360}, {100, 0, 200, 360}, {200, 360}));
  xml = replaced(xml, "0=-100 0 640 360 1", "00:00:00.000|=-100 0 640 360 1;00:00:02.000=-300 0 640 360 1");
  xml = replaced(xml, "producer=\"clip0\" in=\"0\" out=\"149\"",
                 "producer=\"clip0\" in=\"00:00:00.000\" out=\"00:00:03.960\"");
  const CropPlan plan = read_mlt(xml, "a.mlt");
  BOOST_REQUIRE(plan.shots.size() == 1U);
  BOOST_TEST(plan.shots[0].end->value() == 4);
  BOOST_REQUIRE(plan.shots[0].keyframes.size() == 2U);
  BOOST_TEST(plan.shots[0].keyframes[1].cut);
  BOOST_TEST(plan.shots[0].keyframes[1].time.value() == 2);
  BOOST_TEST(plan.shots[0].keyframes[1].window.x == 300);
}

BOOST_AUTO_TEST_CASE(files_that_cannot_be_a_plan_are_one_clear_error) {
  const auto complaint = [](const std::string& xml) {
    return thrown<Error>([&] { read_mlt(xml, "a.mlt"); });
  };
  const std::string good = exported(example_plan());
  BOOST_TEST(contains(complaint("<mlt>\n<profile"), "a.mlt:2: not valid XML"));
  BOOST_TEST(complaint("<fcpxml/>") == "a.mlt: is not an MLT file");
  BOOST_TEST(contains(complaint("<mlt/>"), "holds no profile"));
  BOOST_TEST(contains(complaint(replaced(good, "-100 0 640 360", "-100 0 wide 360")), "is not a rectangle"));
  BOOST_TEST(contains(complaint(replaced(good, "-100 0 640 360", "-100 0 0 360")), "is an empty rectangle"));
  BOOST_TEST(contains(complaint(replaced(good, "producer=\"clip0\"", "producer=\"lost\"")), "no producer"));
  BOOST_TEST(contains(complaint(replaced(good, "in=\"50\" out=\"99\"/>", "in=\"10\" out=\"99\"/>")),
                      "a plan keeps the order"));
  BOOST_TEST(contains(complaint(replaced(good, "in=\"50\" out=\"99\"/>", "in=\"50\" out=\"900000000\"/>")),
                      "reaches beyond the video"));
  // The most frames that 64 bits hold.
  BOOST_TEST(contains(
      complaint(replaced(good, "in=\"50\" out=\"99\"/>", "in=\"50\" out=\"0:0:0:9223372036854775807\"/>")),
      "is not a time"));
  BOOST_TEST(contains(complaint(replaced(good, talk(), "/nowhere/other.mp4")), "a plan is for one video"));
}

BOOST_AUTO_TEST_SUITE_END()
