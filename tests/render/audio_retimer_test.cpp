#include "../../modules/render/src/audio_retimer.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

extern "C" {
#include <libavutil/channel_layout.h>
}

namespace smartcrop::internal {
namespace {

constexpr int kRate = 48'000;

std::vector<float> noise(std::size_t count) {
  std::mt19937 random(7);
  std::vector<float> samples(count);
  for (float& sample : samples) sample = static_cast<float>(random()) / 4294967296.0f - 0.5f;
  return samples;
}

/// 2 s as they are, 2 s at 4, 2 s as they are.
TimeMap quick_in_the_middle() {
  CropPlan plan = fixed_plan("a", {320, 180}, {0, 0, 100, 180}, {100, 180});
  plan.scenes = {{Time{2}, Time{4}, 4}};
  return TimeMap(plan);
}

struct Retimed {
  std::int64_t begin = 0;
  std::vector<float> samples;
};

/// Both channels of stereo the same; what comes out must be without gaps.
Retimed retimed(const std::vector<float>& input, std::size_t piece, std::int64_t at = 0) {
  const TimeMap map = quick_in_the_middle();
  OutputClock clock;
  clock.map = &map;
  AVChannelLayout stereo{};
  av_channel_layout_default(&stereo, 2);
  Retimed result;
  AudioRetimer retimer(
      clock, kRate, stereo,
      [&](const Sound& sound, std::size_t first, std::size_t count, std::int64_t output) {
        if (result.samples.empty()) result.begin = output;
        const auto expected = result.begin + static_cast<std::int64_t>(result.samples.size());
        BOOST_REQUIRE_EQUAL(output, expected);
        const auto from = sound[1].begin() + static_cast<std::ptrdiff_t>(first);
        result.samples.insert(result.samples.end(), from, from + static_cast<std::ptrdiff_t>(count));
      });
  for (std::size_t i = 0; i < input.size(); i += piece) {
    const auto* data = reinterpret_cast<const std::uint8_t*>(input.data());
    const std::uint8_t* channels[] = {data, data};
    retimer.take(channels, i, std::min(piece, input.size() - i), at + static_cast<std::int64_t>(i));
  }
  retimer.finish();
  return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(audio_retimer)

BOOST_AUTO_TEST_CASE(sound_at_its_own_speed_is_the_same_sample_by_sample_and_the_length_is_exact) {
  const std::vector<float> input = noise(6 * kRate);
  const Retimed output = retimed(input, 1000);
  BOOST_TEST(output.begin == 0);
  BOOST_REQUIRE(output.samples.size() == 9 * kRate / 2u);
  // Up to the ramp, and from behind it on: half an eighth of a second before the joint, as much behind.
  constexpr std::ptrdiff_t kFirst = 2 * kRate - kRate / 8, kLast = 2 * kRate - kRate / 8;
  BOOST_TEST(std::equal(input.begin(), input.begin() + kFirst, output.samples.begin()));
  BOOST_TEST(std::equal(input.end() - kLast, input.end(), output.samples.end() - kLast));
}

BOOST_AUTO_TEST_CASE(it_does_not_matter_in_which_pieces_sound_comes) {
  const std::vector<float> input = noise(6 * kRate);
  const Retimed by_thousand = retimed(input, 1000);
  for (const std::size_t piece : {std::size_t{333}, std::size_t{48'001}, input.size()})
    BOOST_TEST((retimed(input, piece).samples == by_thousand.samples));
}

BOOST_AUTO_TEST_CASE(sound_that_begins_or_ends_while_it_is_quick_is_as_long_as_it_should_be) {
  const std::vector<float> second = noise(kRate);
  const Retimed ends = retimed(noise(3 * kRate), 1024);
  BOOST_TEST(ends.samples.size() == 2 * kRate + kRate / 4u);
  const Retimed begins = retimed(second, 1024, 5 * kRate / 2);
  BOOST_TEST(begins.begin == 2 * kRate + kRate / 8);
  BOOST_TEST(begins.samples.size() == kRate / 4u);
}

BOOST_AUTO_TEST_CASE(a_few_samples_are_retimed_too) {
  BOOST_TEST(retimed(noise(1), 1, 3 * kRate).samples.size() <= 1u);
  BOOST_TEST(retimed({}, 1).samples.empty());
  BOOST_TEST(retimed(noise(100), 7, 3 * kRate).samples.size() == 25u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop::internal
