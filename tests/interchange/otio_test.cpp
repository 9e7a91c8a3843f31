#include "smartcrop/interchange/otio.hpp"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "interchange/plans.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;
using nlohmann::json;

namespace {

/// Keys that OpenTimelineIO's file format gives each schema; none may be missing or more.
const std::map<std::string, std::set<std::string>> kSchemas{
    {"Timeline.1", {"metadata", "name", "global_start_time", "tracks"}},
    {"Stack.1", {"metadata", "name", "source_range", "effects", "markers", "children"}},
    {"Track.1", {"metadata", "name", "source_range", "effects", "markers", "children", "kind"}},
    {"Clip.1", {"metadata", "name", "source_range", "effects", "markers", "media_reference"}},
    {"Gap.1", {"metadata", "name", "source_range", "effects", "markers"}},
    {"Effect.1", {"metadata", "name", "effect_name"}},
    {"LinearTimeWarp.1", {"metadata", "name", "effect_name", "time_scalar"}},
    {"ExternalReference.1", {"metadata", "name", "available_range", "target_url"}},
    {"TimeRange.1", {"duration", "start_time"}},
    {"RationalTime.1", {"rate", "value"}}};

void check_schemas(const json& value) {
  if (value.is_object() && value.contains("OTIO_SCHEMA")) {
    const std::string name = value["OTIO_SCHEMA"];
    BOOST_REQUIRE_MESSAGE(kSchemas.contains(name), name);
    std::set<std::string> keys;
    for (const auto& [key, inner] : value.items()) keys.insert(key);
    keys.erase("OTIO_SCHEMA");
    BOOST_TEST((keys == kSchemas.at(name)), name);
  }
  for (const json& inner : value)
    if (inner.is_structured()) check_schemas(inner);
}

json exported(const CropPlan& plan) {
  return json::parse(write_otio(make_timeline(plan, even_source(250, 25)), plan, "/media/talk.mp4"));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(otio)

BOOST_AUTO_TEST_CASE(objects_have_the_keys_of_their_schemas) {
  CropPlan plan = example_plan();
  plan.shots[1].start = seconds(5);
  plan.scenes = {{seconds(1), seconds(2), 2}};
  check_schemas(exported(plan));
}

BOOST_AUTO_TEST_CASE(tracks_read_back_to_the_timeline) {
  CropPlan plan = example_plan();
  plan.scenes = {{seconds(2), seconds(4), 2}};
  const Timeline timeline = make_timeline(plan, even_source(250, 25));
  const json document = exported(plan);
  const json& tracks = document["tracks"]["children"];
  BOOST_REQUIRE(tracks.size() == 3U);  // two windows and sound
  BOOST_TEST(tracks[2]["kind"] == "Audio");
  for (const json& track : tracks) {
    double length = 0;
    for (const json& item : track["children"])
      length += item["source_range"]["duration"]["value"].get<double>();
    BOOST_TEST(length == static_cast<double>(timeline.length()));
  }
  const json& fast = tracks[0]["children"][1];
  BOOST_TEST(fast["source_range"]["start_time"]["value"] == 50.0);
  BOOST_TEST(fast["effects"][1]["time_scalar"] == 2.0);
  const json& keys = fast["effects"][0]["metadata"]["smartcrop"]["keyframes"];
  BOOST_TEST(keys[0]["window"]["x"] == 400.0);
  BOOST_TEST(keys[0]["place"]["x"] == -400.0);
  BOOST_TEST(keys[0]["frame"] == 0);
}

BOOST_AUTO_TEST_CASE(the_plan_is_inside) {
  const CropPlan plan = example_plan();
  const std::string inside = exported(plan)["metadata"]["smartcrop"]["plan"].dump();
  BOOST_CHECK((read_crop_plan(inside, "inside") == plan));
}

BOOST_AUTO_TEST_SUITE_END()
