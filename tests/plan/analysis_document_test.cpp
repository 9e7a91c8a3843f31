#include "smartcrop/plan/analysis_document.hpp"

#include <boost/test/unit_test.hpp>

#include "plan_support.hpp"
#include "smartcrop/core/version.hpp"

namespace smartcrop {
namespace {

using test::message_of;
using test::replaced;

AnalysisDocument sample() {
  AnalysisDocument document;
  VideoInfo& video = document.video;
  video.path = "clip.mov";
  video.container = "mov,mp4,m4a,3gp,3g2,mj2";
  video.codec = "hevc";
  video.pixel_format = "yuv420p10le";
  video.bit_depth = 10;
  video.stored_size = {1920, 1080};
  video.size = {1080, 1920};
  video.orientation = {90, true};
  video.pixel_aspect = {4, 3};
  video.frame_rate = {30000, 1001};
  video.start_time = {{-1, 3}};
  video.duration = Time{{1001, 100}};
  video.frames = 300;
  video.audio_streams = 2;
  document.sampling = {SamplingMode::dense, 300, 299, 1.25};
  document.shots = {{{0}, {100}, {}, {{1001, 300}}}, {{100}, {300}, {{1001, 300}}, {{1001, 100}}}};
  document.subjects = {{1,
                        0,
                        "person",
                        "person 1",
                        0.75,
                        0.6,
                        "there in 100 % of the shot",
                        {{{0}, {10.5, 20, 100, 300}, {30, 25, 40, 50}}, {{3}, {12, 20, 100, 300}, {}}}},
                       {2, 1, "animal", "dog 2", 0.5, 0.4, "small", {{{120}, {0, 0, 10, 10}, {}}}}};
  document.speakers = {{0, "by the mouths", {{1, {0}, {40}}, {1, {52}, {100}}}}, {1, "not known", {}}};
  AspectAnalysis square;
  square.aspect = {18, 32};
  square.crop = {608, 1080};
  square.positions = {{{0, 0}, {1.5, 2, 3, 4, 0.25}}, {{472, 840}, {0.1, 0, 1e-7, 181, 0.5}}};
  square.candidates = {
      {1, {472, 840, 608, 1080}, 87.25, "Motion Priority", {43.75, 10, 20, 13.5}, "much \"motion\""}};
  AspectAnalysis moving;
  moving.crop = {1080, 1080};
  moving.candidates = {{1, {0, 420, 1080, 1080}, 50, "Balanced", {10, 10, 10, 10, 10}, "a little of all"}};
  moving.path = {{{}, Time{{1001, 300}}, {{{}, {0, 0, 1080, 1080}}, {{{1, 1}}, {0, 420.5, 1080, 1080}}}}};
  moving.path.front().subject = {1, "person 1", "as requested", "1"};
  moving.kept_share = 0.75;
  moving.curves = WindowCurves{{1, std::nullopt}, {0.25, std::nullopt}};
  document.aspects = {square, moving};
  document.timeline = MetricCurves{0.25, {{0, {1, 2, 3, 4, 5}}, {7, {1, 2, 3, 4, {}}}}};
  document.timing = {0.5, 0.25, 0.8, 2};
  return document;
}

std::string error_after(const std::string& from, const std::string& to) {
  return test::error_after(sample(), from, to);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(analysis_document)

BOOST_AUTO_TEST_CASE(an_analysis_written_and_read_back_says_the_same) {
  const std::string text = write_analysis(sample());
  const AnalysisDocument read = read_analysis(text, "a.json");
  BOOST_TEST(write_analysis(read) == text);
  const VideoInfo& video = read.video;
  BOOST_TEST(video.path == "clip.mov");
  BOOST_TEST(video.container == "mov,mp4,m4a,3gp,3g2,mj2");
  BOOST_TEST(video.bit_depth == 10);
  BOOST_TEST((video.size == cv::Size(1080, 1920)));
  BOOST_TEST((video.stored_size == cv::Size(1920, 1080)));
  BOOST_TEST((video.orientation == Orientation{90, true}));
  BOOST_TEST((video.pixel_aspect == Rational(4, 3)));
  BOOST_TEST((video.frame_rate == Rational(30000, 1001)));
  BOOST_TEST((video.start_time.seconds == Rational(-1, 3)));
  BOOST_TEST((video.duration == Time{{1001, 100}}));
  BOOST_TEST((video.frames == 300));
  BOOST_TEST((read.sampling == sample().sampling));
  BOOST_TEST((read.shots == sample().shots));
  BOOST_TEST((read.timing == sample().timing));
  BOOST_TEST((read.subjects == sample().subjects));
  BOOST_TEST((read.speakers == sample().speakers));
  BOOST_REQUIRE_EQUAL(read.aspects.size(), 2);
  const AspectAnalysis& aspect = read.aspects[0];
  BOOST_TEST((aspect.aspect == AspectRatio{18, 32}));
  BOOST_TEST((aspect.crop == cv::Size(608, 1080)));
  BOOST_REQUIRE_EQUAL(aspect.positions.size(), 2);
  BOOST_TEST((aspect.positions[1].position == cv::Point(472, 840)));
  BOOST_TEST((aspect.positions[1].metrics == WindowMetrics{0.1, 0, 1e-7, 181, 0.5}));
  BOOST_REQUIRE_EQUAL(aspect.candidates.size(), 1);
  BOOST_TEST((aspect.candidates[0].window == CropWindow{472, 840, 608, 1080}));
  BOOST_TEST(aspect.candidates[0].score == 87.25);
  BOOST_TEST((aspect.candidates[0].breakdown == sample().aspects[0].candidates[0].breakdown));
  BOOST_TEST(aspect.candidates[0].reason == "much \"motion\"");
  BOOST_TEST((read.aspects[1].path == sample().aspects[1].path));
  BOOST_TEST(read.aspects[1].kept_share == 0.75);
  BOOST_TEST((read.aspects[1].curves == sample().aspects[1].curves));
  BOOST_TEST(!read.aspects[0].curves);
}

BOOST_AUTO_TEST_CASE(the_text_has_every_documented_key) {
  const std::string text = write_analysis(sample());
  for (const char* key :
       {"smartcrop",       "version",      "document",      "format",    "video",      "path",
        "width",           "height",       "rotation",      "fps",       "duration_s", "frames",
        "codec",           "pixel_format", "audio_streams", "sampling",  "mode",       "frames_decoded",
        "frames_measured", "shots",        "start_frame",   "end_frame", "start_s",    "end_s",
        "aspects",         "aspect",       "crop",          "positions", "motion",     "complexity",
        "edges",           "saturation",   "candidates",    "rank",      "score",      "strategy",
        "breakdown",       "reason",       "timing",        "decode_s",  "metrics_s",  "total_s",
        "threads"}) {
    BOOST_TEST_CONTEXT(key) BOOST_TEST(text.find('"' + std::string(key) + "\":") != std::string::npos);
  }
  BOOST_TEST(text.find("\"version\": \"" + std::string(version()) + '"') != std::string::npos);
  BOOST_TEST(text.find("\"aspect\": \"18:32\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_unknown_is_null_and_stays_unknown) {
  AnalysisDocument document = sample();
  document.video.duration.reset();
  document.video.frames.reset();
  const std::string text = write_analysis(document);
  BOOST_TEST(text.find("\"duration_s\": null") != std::string::npos);
  BOOST_TEST(text.find("\"frames\": null") != std::string::npos);
  const AnalysisDocument read = read_analysis(text, "a.json");
  BOOST_TEST(!read.video.duration.has_value());
  BOOST_TEST(!read.video.frames.has_value());
}

BOOST_AUTO_TEST_CASE(optional_keys_may_be_missing) {
  std::string text = write_analysis(sample());
  for (const char* extra :
       {"\"container\": \"mov,mp4,m4a,3gp,3g2,mj2\",", "\"bit_depth\": 10,", "\"mirrored\": true,",
        "\"pixel_aspect\": \"4/3\",", "\"frame_rate\": \"30000/1001\",", "\"duration\": \"10.01\""}) {
    text = replaced(text, extra, "");
  }
  text = replaced(text, "\"start_time\": \"-1/3\",", "\"start_time\": null");
  const AnalysisDocument read = read_analysis(text, "a.json");
  BOOST_TEST(read.video.frame_rate.value() == 29.97003, boost::test_tools::tolerance(1e-6));
  BOOST_TEST((read.video.duration == Time{{1001, 100}}));
}

BOOST_AUTO_TEST_CASE(a_missing_key_is_named_with_its_path) {
  BOOST_TEST(error_after("\"fps\"", "\"container2\"")
                 .starts_with("a.json: video.\"container2\": is not a known key"));
  BOOST_TEST(error_after("\"codec\": \"hevc\",", "") == "a.json: video.codec: is missing");
  BOOST_TEST(error_after("\"motion\": 0.1,", "") == "a.json: aspects[0].positions[1].motion: is missing");
  BOOST_TEST(error_after("\"duration_s\": 10.01,", "") == "a.json: video.duration_s: is missing");
}

BOOST_AUTO_TEST_CASE(wrong_values_are_named_with_their_path) {
  BOOST_TEST(error_after("\"rotation\": 90", "\"rotation\": 45") ==
             "a.json: video.rotation: must be 0, 90, 180 or 270");
  BOOST_TEST(
      error_after("\"mode\": \"dense\"", "\"mode\": \"all\"").starts_with("a.json: sampling.mode: must be"));
  BOOST_TEST(error_after("\"motion\": 0.1", "\"motion\": \"much\"") ==
             "a.json: aspects[0].positions[1].motion: must be a number, is \"much\"");
  BOOST_TEST(error_after("\"x\": 472", "\"x\": 474") ==
             "a.json: aspects[0].positions[1].x: must be a whole number from 0 to 472, is 474");
  BOOST_TEST(error_after("\"18:32\"", "\"18:0\"").starts_with("a.json: aspects[0].aspect: "));
  BOOST_TEST(error_after("\"score\": 87.25", "\"score\": 101")
                 .starts_with("a.json: aspects[0].candidates[0].score:"));
  BOOST_TEST(error_after("\"start_frame\": 100", "\"start_frame\": 99")
                 .starts_with("a.json: shots[1].start_frame:"));
  BOOST_TEST(error_after("\"mirrored\": true", "\"mirrored\": 1") ==
             "a.json: video.mirrored: must be true or false, is 1");
  BOOST_TEST(error_after("\"4/3\"", "\"0/3\"") == "a.json: video.pixel_aspect: must be above 0");
  BOOST_TEST(
      error_after("\"30000/1001\"", "\"fast\"").starts_with("a.json: video.frame_rate: must be a fraction"));
  BOOST_TEST(error_after("\"shot\": 1", "\"shot\": 2").starts_with("a.json: subjects[1].shot:"));
  BOOST_TEST(error_after("\"start_frame\": 52", "\"start_frame\": 39")
                 .starts_with("a.json: speakers[0].turns[1].start_frame:"));
  BOOST_TEST(error_after("\"threads\": 2", "\"threads\": -1").starts_with("a.json: timing.threads:"));
}

BOOST_AUTO_TEST_CASE(a_document_without_shots_aspects_or_candidates_is_refused) {
  const auto error_of = [](const AnalysisDocument& document) {
    return message_of([&] { read_analysis(write_analysis(document), "a.json"); });
  };
  AnalysisDocument document = sample();
  document.shots.clear();
  BOOST_TEST(error_of(document) == "a.json: shots: must hold at least one item");
  document = sample();
  document.aspects.clear();
  BOOST_TEST(error_of(document) == "a.json: aspects: must hold at least one item");
  for (std::size_t i = 0; i < sample().aspects.size(); ++i) {
    document = sample();
    document.aspects[i].candidates.clear();
    const std::string key = "aspects[" + std::to_string(i) + "].candidates";
    BOOST_TEST(error_of(document) == "a.json: " + key + ": must hold at least one item");
  }
}

BOOST_AUTO_TEST_CASE(another_format_or_document_is_refused) {
  BOOST_TEST(error_after("\"format\": 1", "\"format\": 7") ==
             "a.json: smartcrop.format: must be 1, the only format known here");
  BOOST_TEST(error_after("\"document\": \"analysis\"", "\"document\": \"x\"") ==
             "a.json: smartcrop.document: must be \"analysis\"");
  BOOST_TEST(message_of([] { read_analysis("{\"document\": \"crop-plan\"}", "p.json"); }) ==
             "p.json: is a crop plan, not an analysis");
}

BOOST_AUTO_TEST_CASE(text_that_is_no_json_is_an_error) {
  BOOST_TEST(message_of([] {
               read_analysis(
                   "\x7f"
                   "ELF",
                   "a.json");
             }).starts_with("a.json: not valid JSON at line 1"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop
