#include "smartcrop/interchange/fcpxml.hpp"

#include <tinyxml2.h>

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>

#include "interchange/plans.hpp"
#include "smartcrop/core/text.hpp"
#include "support/media.hpp"
#include "support/process.hpp"
#include "support/skip.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;
using tinyxml2::XMLElement;

namespace {

/// Everything that the format can hold.
CropPlan full_plan() {
  CropPlan plan = example_plan();
  PlanShot padded;
  padded.start = seconds(13, 2);
  padded.fit = Fit::pad;
  padded.keyframes = {{seconds(13, 2), {0, 0, 640, 360}}, {seconds(8), {100, 60, 480, 270}}};
  plan.shots[1].end = seconds(6);
  plan.shots.push_back(padded);
  plan.scenes = {{seconds(3), seconds(5), 2}};
  return plan;
}

std::string exported(const CropPlan& plan, Rational rate = 25) {
  return write_fcpxml(make_timeline(plan, even_source(250, rate), RateKind::standard), "/media/a talk.mp4");
}

/// The descendants of a name, in order.
std::vector<const XMLElement*> all(const XMLElement& parent, const std::string& name) {
  std::vector<const XMLElement*> found;
  for (const XMLElement* at = parent.FirstChildElement(); at != nullptr; at = at->NextSiblingElement()) {
    if (at->Name() == name) found.push_back(at);
    const auto below = all(*at, name);
    found.insert(found.end(), below.begin(), below.end());
  }
  return found;
}

/// Seconds of `1001/30000s`.
double seconds_of(const XMLElement& element, const char* attribute) {
  const std::string text = element.Attribute(attribute);
  return parse_time(text.substr(0, text.size() - 1)).value();
}

std::pair<double, double> pair_of(const XMLElement& element, const char* attribute) {
  const std::string text = element.Attribute(attribute);
  const std::size_t space = text.find(' ');
  return {*parse_number<double>(text.substr(0, space)), *parse_number<double>(text.substr(space + 1))};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fcpxml)

BOOST_AUTO_TEST_CASE(files_follow_the_schema) {
  if (skips(run({"sh", "-c", "command -v xmllint"}).exit_code != 0, "xmllint",
            "apt-get install libxml2-utils"))
    return;
  const TemporaryFolder folder;
  std::ofstream(folder / "a.fcpxml") << exported(full_plan());
  const ProcessResult result =
      run({"xmllint", "--noout", "--relaxng", SMARTCROP_TEST_SOURCE_DIR "/tests/interchange/fcpxml.rng",
           folder / "a.fcpxml"});
  BOOST_TEST(result.exit_code == 0, result.err);
}

BOOST_AUTO_TEST_CASE(clips_read_back_to_the_windows_of_the_plan) {
  const CropPlan plan = example_plan();
  tinyxml2::XMLDocument document;
  BOOST_REQUIRE(document.Parse(exported(plan).c_str()) == tinyxml2::XML_SUCCESS);
  const auto clips = all(*document.RootElement(), "asset-clip");
  BOOST_REQUIRE(clips.size() == 4U);  // the last one lies on the third
  BOOST_TEST(seconds_of(*clips[1], "start") == 2);
  BOOST_TEST(seconds_of(*clips[1], "offset") == 2);
  BOOST_TEST(std::string(clips[3]->Attribute("lane")) == "1");
  const auto transform = clips[0]->FirstChildElement("adjust-transform");
  const auto params = all(*transform, "param");
  const auto positions = all(*params[0], "keyframe"), scales = all(*params[1], "keyframe");
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const auto [x, y] = pair_of(*positions[i], "value");
    const auto [x_scale, y_scale] = pair_of(*scales[i], "value");
    // Percent of the output's height; the middle of the frame, up is positive.
    const double left = 200 / 2.0 + x * 360 / 100 - 640 * x_scale / 2;
    const CropWindow window =
        *window_at(plan, parse_time(std::string(positions[i]->Attribute("time"), 0,
                                                std::string(positions[i]->Attribute("time")).size() - 1)));
    BOOST_TEST(std::abs(-left / x_scale - window.x) < 0.01);
    BOOST_TEST(std::abs(y) < 1e-6);
    BOOST_TEST(std::abs(y_scale - 360 / window.h) < 1e-6);
  }
}

BOOST_AUTO_TEST_CASE(a_second_window_is_trimmed_to_its_half) {
  tinyxml2::XMLDocument document;
  BOOST_REQUIRE(document.Parse(exported(example_plan()).c_str()) == tinyxml2::XML_SUCCESS);
  const auto trims = all(*document.RootElement(), "trim-rect");
  BOOST_REQUIRE(trims.size() == 2U);
  // The window 440, 180, 200x180 of 640x360, in percent of 360.
  BOOST_TEST(trims[1]->Attribute("left") == std::string("122.222222"));
  BOOST_TEST(trims[1]->Attribute("top") == std::string("50"));
  BOOST_TEST(trims[1]->Attribute("right") == std::string("0"));
  BOOST_TEST(trims[1]->Attribute("bottom") == std::string("0"));
}

BOOST_AUTO_TEST_CASE(times_are_exact_at_29_97) {
  const std::string xml = exported(example_plan(), Rational(30000, 1001));
  BOOST_TEST(contains(xml, "frameDuration=\"1001/30000s\""));
  BOOST_TEST(contains(xml, "tcFormat=\"DF\""));
  BOOST_TEST(contains(xml, "start=\"1001/500s\""), xml);  // frame 60, the first one at or after 2 s
}

BOOST_AUTO_TEST_CASE(speeds_map_the_time_of_the_whole_source) {
  const std::string xml = exported(full_plan());
  BOOST_TEST(contains(xml, "<timept time=\"5s\" value=\"10s\" interp=\"linear\"/>"), xml);
}

BOOST_AUTO_TEST_CASE(paths_become_urls) {
  BOOST_TEST(file_url("/a b/ä%.mp4") == "file:///a%20b/%C3%A4%25.mp4");
  BOOST_TEST(file_url("talk.mp4") == "talk.mp4");
}

BOOST_AUTO_TEST_SUITE_END()
