#include "smartcrop/speakers/speech.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <fstream>
#include <numbers>

#include "../../modules/speakers/src/sound_reader.hpp"
#include "../../modules/speakers/src/speech_network.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/video/video_info.hpp"
#include "support/media.hpp"
#include "support/skip.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

bool skips_without_model() {
  return skips(!find_speech_model(), "the speech model", "scripts/fetch-models");
}

/// Sound that anyone can make anew: integers of a linear congruence as noise, a tone of 220 Hz with a tremolo
/// of 4 Hz.
std::vector<float> sound(std::size_t count) {
  std::vector<float> samples;
  std::uint32_t random = 1;
  for (std::size_t i = 0; i < count; ++i) {
    random = random * 1664525U + 1013904223U;
    const double noise = static_cast<double>(random >> 8) / (1 << 24) - 0.5;
    const double t = static_cast<double>(i) / kSpeechRate;
    const double tone =
        std::sin(2 * std::numbers::pi * 220 * t) * (0.5 + 0.5 * std::sin(2 * std::numbers::pi * 4 * t));
    samples.push_back(static_cast<float>(0.3 * tone + 0.02 * noise));
  }
  return samples;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(speakers_speech)

BOOST_AUTO_TEST_CASE(a_product_of_matrices_is_exact_for_any_width) {
  for (const int columns : {1, 15, 16, 37}) {
    cv::Mat a(3, 5, CV_32F), b(5, columns, CV_32F);
    for (int i = 0; i < 15; ++i) a.at<float>(i / 5, i % 5) = static_cast<float>(i - 7);
    for (int i = 0; i < 5 * columns; ++i)
      b.at<float>(i / columns, i % columns) = static_cast<float>(i % 11 - 5);
    const cv::Mat made = internal::product(a, b), expected = a * b;
    BOOST_TEST(cv::norm(made, expected, cv::NORM_INF) == 0);
  }
}

BOOST_AUTO_TEST_CASE(a_file_that_is_missing_or_of_another_kind_is_an_error_that_names_it) {
  BOOST_TEST(contains(thrown<Error>([] { SpeechDetector("/no/such/model.f32"); }), "'/no/such/model.f32'"));
  const TemporaryFolder folder;
  std::ofstream(folder / "model.f32") << "not weights";
  BOOST_TEST(contains(thrown<Error>([&] { SpeechDetector(folder / "model.f32"); }), "scripts/fetch-models"));
}

BOOST_AUTO_TEST_CASE(probabilities_are_those_of_the_published_network) {
  if (skips_without_model()) return;
  // Computed with numpy from the ONNX file, for steps 0, 1, 5, 20 and 62.
  const std::vector<float> made = SpeechDetector().detect(sound(63 * kSpeechStep + 100));
  BOOST_REQUIRE(made.size() == 63U);
  const std::vector<std::pair<std::size_t, double>> expected{
      {0, 0.212476}, {1, 0.293990}, {5, 0.411315}, {20, 0.391688}, {62, 0.254089}};
  for (const auto& [step, probability] : expected)
    BOOST_TEST(std::abs(static_cast<double>(made[step]) - probability) < 1e-4,
               "step " << step << ": " << made[step]);
}

BOOST_AUTO_TEST_CASE(silence_is_no_speech) {
  if (skips_without_model()) return;
  for (const float p : SpeechDetector().detect(std::vector<float>(kSpeechRate, 0))) BOOST_TEST(p < 0.1F);
}

BOOST_AUTO_TEST_CASE(sound_is_read_at_its_time_in_any_order) {
  const std::string beep = "aevalsrc='if(between(t,6,7),sin(2*PI*440*t),0)':d=10:s=44100";
  const std::string path =
      make_media("beep.mp4", {"-f", "lavfi", "-i", "testsrc2=size=64x64:rate=25:duration=10", "-f", "lavfi",
                              "-i", beep, "-c:v", "libx264", "-c:a", "aac"});
  internal::SoundReader sound(path, probe(path).start_time, {});
  const auto loud_from_to = [&](double from_s, double to_s) {
    const std::vector<float> samples = sound.read(from_s, to_s);
    BOOST_TEST(samples.size() == static_cast<std::size_t>(std::llround((to_s - from_s) * kSpeechRate)));
    std::pair<double, double> loud{-1, -1};
    for (std::size_t i = 0; i < samples.size(); ++i) {
      if (std::abs(samples[i]) < 0.3F) continue;
      loud.second = from_s + static_cast<double>(i) / kSpeechRate;
      if (loud.first < 0) loud.first = loud.second;
    }
    return loud;
  };
  BOOST_TEST(loud_from_to(0, 1).first == -1);
  for (const auto& [from_s, to_s] : {std::pair{5.5, 8.0}, {3.0, 7.5}, {-0.5, 9.0}}) {
    const auto [first, last] = loud_from_to(from_s, to_s);
    BOOST_TEST(std::abs(first - 6) < 0.03);
    BOOST_TEST(std::abs(last - 7) < 0.03);
  }
}

BOOST_AUTO_TEST_CASE(a_video_without_sound_has_no_speech) {
  const std::string path = make_media("silent.mp4", {"-f", "lavfi", "-i", "testsrc=s=64x64:d=1"});
  BOOST_TEST(hear_speech(path, {}, std::vector<TimeRange>{{0, 1}}, SpeechDetector()).empty());
}

BOOST_AUTO_TEST_SUITE_END()
