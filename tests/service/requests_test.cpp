#include "smartcrop/service/requests.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "support/thrown.hpp"

using namespace smartcrop;
using smartcrop::test::contains;
using smartcrop::test::thrown;

namespace {

std::string refusal(const Query& query) {
  return thrown<std::invalid_argument>([&] { parse_picture_query(query); });
}

std::string analysis_refusal(const std::string& json) {
  return thrown<std::invalid_argument>([&] { parse_analysis_request(json); });
}

const std::string kPlan =
    R"({"version":1,"document":"crop-plan","source":{"path":"a","width":320,"height":180},
  "output":{"width":180,"height":180},"shots":[{"start":"0","keyframes":[{"time":"0","x":0,"y":0,"w":180,"h":180}]}]})";

}  // namespace

BOOST_AUTO_TEST_SUITE(service_requests)

BOOST_AUTO_TEST_CASE(a_picture_is_asked_for_by_time_size_window_and_format) {
  const PictureQuery query = parse_picture_query(
      {{"time", "00:00:01.5"}, {"width", "320"}, {"crop", "10,20.5,100,50"}, {"format", "webp"}});
  BOOST_TEST((query.time->seconds == Rational(3, 2)));
  BOOST_TEST(query.width == 320);
  BOOST_TEST((*query.crop == CropWindow{10, 20.5, 100, 50}));
  BOOST_TEST((query.format == ImageFormat::webp));
  BOOST_TEST(!parse_picture_query({}).time);
}

BOOST_AUTO_TEST_CASE(what_is_out_of_bounds_or_unknown_is_refused_by_its_name) {
  BOOST_TEST(contains(refusal({{"width", "1000000"}}), "width: must be a whole number from 16 to 1920"));
  BOOST_TEST(contains(refusal({{"width", "-1"}}), "width:"));
  BOOST_TEST(contains(refusal({{"width", "12px"}}), "width:"));
  BOOST_TEST(contains(refusal({{"time", "-1"}}), "time:"));
  BOOST_TEST(contains(refusal({{"time", "nan"}}), "time:"));
  BOOST_TEST(contains(refusal({{"time", "99999999999"}}), "time: is too far"));
  BOOST_TEST(contains(refusal({{"time", "1"}, {"time", "2"}}), "time: is given more than once"));
  BOOST_TEST(contains(refusal({{"format", "bmp"}}), "format: must be jpeg or webp"));
  BOOST_TEST(contains(refusal({{"path", "/etc/passwd"}}), "'path': is not a known parameter"));
  for (const char* crop :
       {"1,2,3", "1,2,3,4,5", "1,2,nan,4", "1,2,0,4", "-1,2,3,4", "1,2,3,", "inf,0,1,1", ""})
    BOOST_TEST(contains(refusal({{"crop", crop}}), "crop:"), crop);
}

BOOST_AUTO_TEST_CASE(the_name_of_an_upload_is_made_safe) {
  const auto name = [](const std::string& given) { return parse_upload_query({{"name", given}}); };
  BOOST_TEST(name("talk.mp4") == "talk.mp4");
  BOOST_TEST(name("Grüße, 2026 (1).MOV") == "Grüße, 2026 (1).MOV");
  BOOST_TEST(name("../../etc/talk.mp4") == "talk.mp4");
  BOOST_TEST(name("C:\\videos\\talk.mp4") == "talk.mp4");
  BOOST_TEST(name("..hidden.mp4") == "hidden.mp4");
  BOOST_TEST(name("a\n\x01"
                  "b.mp4") == "ab.mp4");
  const std::string cut = name(std::string(300, 'x') + ".webm");
  BOOST_TEST(cut.size() == kLongestName);
  BOOST_TEST(cut.ends_with("x.webm"));
  std::string accents;
  for (int i = 0; i < 200; ++i) accents += "é";
  BOOST_TEST(name("a" + accents + ".mp4").size() == kLongestName - 1);  // whole letters
  for (const char* wrong : {"", "talk", "talk.txt", ".mp4", "...", "videos/", "talk.mp4/", "talk.sh\n"}) {
    BOOST_TEST(
        contains(thrown<std::invalid_argument>([&] { name(wrong); }), "name: must be the name of a video"),
        wrong);
  }
  BOOST_TEST(contains(thrown<std::invalid_argument>([] {
                        parse_upload_query({{"path", "a.mp4"}});
                      }),
                      "'path'"));
}

BOOST_AUTO_TEST_CASE(an_analysis_request_becomes_the_options_of_the_apps) {
  const AnalyzeOptions options = parse_analysis_request(
      R"({"mode":"dynamic","aspects":["9:16","1:1"],"scale":0.5,"samples":20,"candidates":3,
          "strategies":["motion priority"],"trim_borders":true,"motion":"calm"})");
  BOOST_TEST((options.mode == WindowMode::moving));
  BOOST_TEST(options.aspects.size() == 2U);
  BOOST_TEST(options.scale == 0.5);
  BOOST_TEST(options.measure.sampling.samples == 20);
  BOOST_TEST(options.candidates.count == 3);
  BOOST_TEST(options.candidates.strategies.front() == "Motion Priority");
  BOOST_TEST(options.trim_borders);
  const AnalyzeOptions usual = parse_analysis_request("{}"), of_apps;
  BOOST_TEST(usual.measure.sampling.samples == of_apps.measure.sampling.samples);
  BOOST_TEST((usual.aspects == of_apps.aspects));
}

BOOST_AUTO_TEST_CASE(an_analysis_request_is_bounded) {
  BOOST_TEST(contains(analysis_refusal("nonsense"), "not valid JSON"));
  BOOST_TEST(contains(analysis_refusal("[]"), "must be an object"));
  BOOST_TEST(contains(analysis_refusal(R"({"input":"/etc/passwd"})"), R"("input": is not a known key)"));
  BOOST_TEST(contains(analysis_refusal(R"({"mode":"best"})"), "mode: mode 'best' is not static or dynamic"));
  BOOST_TEST(contains(analysis_refusal(R"({"aspects":[]})"), "aspects:"));
  BOOST_TEST(contains(analysis_refusal(R"({"aspects":["1:1","1:1"]})"), "1:1 is there twice"));
  BOOST_TEST(
      contains(analysis_refusal(R"({"aspects":["1:1","2:1","3:1","4:1","5:1","6:1","7:1","8:1","9:1"]})"),
               "aspects: must be a list of 1 to 8"));
  BOOST_TEST(
      contains(analysis_refusal(R"({"samples":1e9})"), "samples: must be a whole number from 1 to 500"));
  BOOST_TEST(contains(analysis_refusal(R"({"samples":"5"})"), "samples:"));
  BOOST_TEST(contains(analysis_refusal(R"({"scale":2})"), "scale:"));
  BOOST_TEST(contains(analysis_refusal(R"({"strategies":["?"]})"), "strategies:"));
}

BOOST_AUTO_TEST_CASE(a_render_request_holds_a_plan_and_the_apps_choices) {
  const RenderRequest request = parse_render_request(
      R"({"crf":23,"preset":"veryfast","audio":"none","deinterlace":"off","plan":)" + kPlan + "}");
  BOOST_TEST(request.options.crf == 23);
  BOOST_TEST(request.options.preset == "veryfast");
  BOOST_TEST((request.options.audio == AudioMode::none));
  BOOST_TEST((request.options.deinterlace == Deinterlace::off));
  BOOST_TEST(request.plans.size() == 1U);
  BOOST_TEST(request.plans.front().output_size.width == 180);
  BOOST_TEST(!request.options.replace);
}

BOOST_AUTO_TEST_CASE(a_render_request_cannot_reach_files_or_encoder_options) {
  const auto refused = [](const std::string& json) {
    return thrown<std::invalid_argument>([&] { parse_render_request(json); });
  };
  BOOST_TEST(contains(refused("{}"), "plan: is missing"));
  BOOST_TEST(
      contains(refused(R"({"plans":[],"plan":)" + kPlan + "}"), "plan: must not be given beside plans"));
  BOOST_TEST(contains(refused(R"({"plans":[]})"), "plans: must be a list of 1 to 12 items"));
  BOOST_TEST(contains(refused(R"({"plans":[{}]})"), "plan:"));
  std::string many = kPlan;
  for (std::size_t i = 0; i < kMostOutputs; ++i) many += "," + kPlan;
  BOOST_TEST(contains(refused(R"({"plans":[)" + many + "]}"), "plans: must be a list"));
  BOOST_TEST(parse_render_request(R"({"plans":[)" + kPlan + "," + kPlan + "]}").plans.size() == 2U);
  BOOST_TEST(parse_output_query({}) == 1);
  BOOST_TEST(parse_output_query({{"output", "2"}}) == 2);
  BOOST_CHECK_THROW(parse_output_query({{"output", "0"}}), std::invalid_argument);
  BOOST_TEST(
      contains(refused(R"({"output":"/etc/x","plan":)" + kPlan + "}"), R"("output": is not a known key)"));
  BOOST_TEST(contains(refused(R"({"preset":"x:keyint=1","plan":)" + kPlan + "}"),
                      "preset: preset 'x:keyint=1' is not ultrafast"));
  BOOST_TEST(contains(refused(R"({"plan":{}})"), "plan:"));
  BOOST_TEST(contains(refused(R"({"plan":)" + std::string(1'000'000, '[')), "nested too deep"));
}

BOOST_AUTO_TEST_CASE(a_plan_fits_the_video_and_a_sensible_output) {
  BOOST_TEST(parse_plan(kPlan, cv::Size(320, 180)).shots.size() == 1U);
  BOOST_TEST(contains(thrown<std::invalid_argument>([] { parse_plan(kPlan, cv::Size(640, 360)); }),
                      "source: is 320x180, the video is 640x360"));
  std::string large = kPlan;
  large.replace(large.find(R"("output":{"width":180)"), 21, R"("output":{"width":99999)");
  BOOST_TEST(contains(thrown<std::invalid_argument>([&] { parse_plan(large); }), "at most 8192 px"));
}

BOOST_AUTO_TEST_SUITE_END()
