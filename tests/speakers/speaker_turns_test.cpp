#include "smartcrop/speakers/speaker_turns.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "../../modules/speakers/src/mouth_speeds.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

constexpr std::int64_t kFps = 20;
constexpr double kStep_s = 0.1;
const CropWindow kLeft{100, 100, 60, 80}, kRight{500, 100, 60, 80};

/// So many analyzed frames, 10 a second of a video at 20 frames a second.
struct Frames {
  explicit Frames(std::size_t count) {
    for (std::size_t t = 0; t < count; ++t) {
      index.push_back({static_cast<std::int64_t>(2 * t)});
      time.push_back({Rational(static_cast<std::int64_t>(2 * t), kFps)});
    }
  }
  AnalyzedFrames view() const { return {index, time, kStep_s}; }
  std::vector<FrameIndex> index;
  std::vector<Time> time;
};

Subject person(const CropWindow& face, std::size_t frames) {
  Subject subject;
  subject.boxes.assign(frames, {face.x - 60, face.y, face.w + 120, 300});
  subject.faces.assign(frames, face);
  return subject;
}

/// A mouth in every frame of [0, seconds), one run: it opens and closes by `amount` from frame to frame where
/// `speaks(time)` says so.
template <class Speaks>
MouthRun mouth(const CropWindow& face, double seconds, const Speaks& speaks, double turn = 0,
               double amount = 0.03) {
  MouthRun run;
  double opening = 0.1;
  for (std::int64_t i = 0; static_cast<double>(i) < seconds * kFps; ++i) {
    const Time time{Rational(i, kFps)};
    if (speaks(time.value())) opening += i % 2 == 0 ? amount : -amount;
    run.push_back({{i}, time, face, opening, turn});
  }
  return run;
}

bool always(double) {
  return true;
}
bool never(double) {
  return false;
}

internal::MouthSpeeds speeds_of(const std::vector<Subject>& subjects, const Frames& frames,
                                const std::vector<MouthRun>& mouths) {
  return internal::mouth_speeds(internal::mouth_changes(subjects, frames.view(), mouths, 0.35), frames.view(),
                                0.75);
}

/// As "0:0-3.9 1:3.9-8", times in s.
std::string text_of(const std::vector<SpeakerTurn>& turns) {
  std::string text;
  for (const SpeakerTurn& turn : turns) {
    const auto tenths = [](std::size_t frames) { return std::to_string(frames); };
    text += (text.empty() ? "" : " ") + std::to_string(turn.subject) + ":" + tenths(turn.first) + "-" +
            tenths(turn.end);
  }
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(speakers_turns)

BOOST_AUTO_TEST_CASE(default_options_are_valid) {
  BOOST_TEST(SpeakerOptions().problems().empty());
  BOOST_TEST(MouthOptions().problems().empty());
}

BOOST_AUTO_TEST_CASE(each_option_out_of_range_is_one_problem) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (double SpeakerOptions::*field :
       {&SpeakerOptions::min_dwell_s, &SpeakerOptions::reach_s, &SpeakerOptions::rest_speed,
        &SpeakerOptions::change_price, &SpeakerOptions::lead_s, &SpeakerOptions::max_turn,
        &SpeakerOptions::min_probability}) {
    for (const double value : {-1.0, nan}) {
      SpeakerOptions options;
      options.*field = value;
      BOOST_TEST(options.problems().size() == 1U);
    }
  }
  BOOST_TEST((SpeakerOptions{.min_dwell_s = 61}.problems().size()) == 1U);
  BOOST_TEST((MouthOptions{.least_fps = 0}.problems().size()) == 1U);
  BOOST_TEST((MouthOptions{.min_width = 0}.problems().size()) == 1U);
  BOOST_TEST((MouthOptions{.min_share = 2}.problems().size()) == 1U);
  BOOST_TEST((MouthOptions{.most_faces = 1}.problems().size()) == 1U);
  BOOST_TEST(contains(thrown<std::invalid_argument>([] { find_speakers({}, {}, {}, {}, {.lead_s = 2}); }),
                      "lead_s"));
}

BOOST_AUTO_TEST_CASE(the_speed_of_a_mouth_is_its_way_over_time) {
  const Frames frames(20);
  const std::vector<Subject> subjects{person(kLeft, 20), person(kRight, 20)};
  const std::vector<MouthRun> mouths{mouth(kRight, 2, always), mouth(kLeft, 2, never)};
  const auto speeds = speeds_of(subjects, frames, mouths);
  for (std::size_t t = 0; t < 19; ++t) {
    BOOST_REQUIRE((speeds[0][t].has_value() && speeds[1][t].has_value()));
    BOOST_TEST(std::abs(*speeds[0][t]) < 1e-9);
    BOOST_TEST(std::abs(*speeds[1][t] - 0.03 * kFps) < 1e-9);
  }
}

BOOST_AUTO_TEST_CASE(a_mouth_turned_aside_or_of_another_face_has_no_speed) {
  const Frames frames(20);
  const std::vector<Subject> subjects{person(kLeft, 20), person(kRight, 20)};
  const std::vector<MouthRun> mouths{mouth(kLeft, 2, always, -0.5), mouth({300, 100, 60, 80}, 2, always)};
  for (const auto& row : speeds_of(subjects, frames, mouths))
    for (const auto& speed : row) BOOST_TEST(!speed.has_value());
}

BOOST_AUTO_TEST_CASE(overlap_is_the_share_of_the_time_in_which_two_mouths_move) {
  const Frames frames(80);
  const std::vector<Subject> subjects{person(kLeft, 80), person(kRight, 80)};
  const auto overlap_with = [&](const MouthRun& other) {
    return find_speakers(subjects, frames.view(), std::vector<MouthRun>{mouth(kLeft, 8, always), other})
        .overlap;
  };
  BOOST_TEST(overlap_with(mouth(kRight, 8, never)) == 0);
  BOOST_TEST(overlap_with(mouth(kRight, 8, always)) == 1);
  const double half = overlap_with(mouth(kRight, 8, [](double time) { return time < 4; }));
  BOOST_TEST(std::abs(half - 0.5) < 0.1);
}

BOOST_AUTO_TEST_CASE(two_who_take_turns_are_told_apart) {
  const Frames frames(80);
  const std::vector<Subject> subjects{person(kLeft, 80), person(kRight, 80)};
  const auto first_half = [](double time) { return time < 4; };
  const std::vector<MouthRun> mouths{mouth(kLeft, 8, first_half), mouth(kRight, 8, std::not_fn(first_half))};
  const SpeakerTurns found = find_speakers(subjects, frames.view(), mouths, {}, {.lead_s = 0});
  BOOST_TEST((found.doubt == SpeakerDoubt::none));
  BOOST_TEST(text_of(found.turns) == "0:0-40 1:40-80");
  BOOST_TEST(text_of(find_speakers(subjects, frames.view(), mouths, {}, {.lead_s = 0.3}).turns) ==
             "0:0-37 1:37-80");
}

BOOST_AUTO_TEST_CASE(a_short_word_between_does_not_take_the_turn) {
  const Frames frames(80);
  const std::vector<Subject> subjects{person(kLeft, 80), person(kRight, 80)};
  const auto says_yes = [](double time) { return time > 4 && time < 4.5; };
  const std::vector<MouthRun> mouths{mouth(kLeft, 8, std::not_fn(says_yes)), mouth(kRight, 8, says_yes)};
  BOOST_TEST(text_of(find_speakers(subjects, frames.view(), mouths).turns) == "0:0-80");
}

BOOST_AUTO_TEST_CASE(a_listener_who_chews_a_little_does_not_speak) {
  const Frames frames(40);
  const std::vector<Subject> subjects{person(kLeft, 40), person(kRight, 40)};
  const std::vector<MouthRun> mouths{mouth(kLeft, 4, always, 0, 0.01), mouth(kRight, 4, always)};
  BOOST_TEST(text_of(find_speakers(subjects, frames.view(), mouths).turns) == "1:0-40");
}

BOOST_AUTO_TEST_CASE(where_no_mouth_moves_nobody_speaks) {
  const Frames frames(40);
  const std::vector<Subject> subjects{person(kLeft, 40), person(kRight, 40)};
  const std::vector<MouthRun> mouths{mouth(kLeft, 4, never), mouth(kRight, 4, never)};
  const SpeakerTurns found = find_speakers(subjects, frames.view(), mouths);
  BOOST_TEST(found.turns.empty());
  BOOST_TEST((found.doubt == SpeakerDoubt::mouths_rest));
}

BOOST_AUTO_TEST_CASE(one_face_alone_is_no_conversation) {
  const Frames frames(40);
  Subject faceless = person(kRight, 40);
  faceless.faces.assign(40, {});
  const std::vector<MouthRun> mouths{mouth(kLeft, 4, always)};
  const SpeakerTurns found = find_speakers(std::vector{person(kLeft, 40), faceless}, frames.view(), mouths);
  BOOST_TEST(found.turns.empty());
  BOOST_TEST((found.doubt == SpeakerDoubt::one_face));
}

BOOST_AUTO_TEST_CASE(faces_whose_mouths_are_not_seen_are_told) {
  const Frames frames(40);
  const std::vector<Subject> subjects{person(kLeft, 40), person(kRight, 40)};
  BOOST_TEST((find_speakers(subjects, frames.view(), {}).doubt == SpeakerDoubt::unseen));
}

BOOST_AUTO_TEST_CASE(the_turn_goes_on_while_the_listener_looks_away_for_a_moment) {
  const Frames frames(80);
  std::vector<Subject> subjects{person(kLeft, 80), person(kRight, 80)};
  std::fill_n(subjects[1].faces.begin() + 30, 20, CropWindow{});
  const std::vector<MouthRun> mouths{mouth(kLeft, 8, always), mouth(kRight, 8, never)};
  BOOST_TEST(text_of(find_speakers(subjects, frames.view(), mouths).turns) == "0:0-80");
}

BOOST_AUTO_TEST_CASE(of_two_moving_mouths_the_one_that_rests_in_the_pauses_of_the_speech_speaks) {
  const Frames frames(80);
  const std::vector<Subject> subjects{person(kLeft, 80), person(kRight, 80)};
  // Words of .8 s, pauses of .4 s; the right one chews on.
  const auto is_word = [](double time) { return std::fmod(time, 1.2) < 0.8; };
  const std::vector<MouthRun> mouths{mouth(kLeft, 8, is_word), mouth(kRight, 8, always, 0, 0.018)};
  // The network's probability lags behind the mouth.
  Speech speech{.start_s = 0};
  while (speech.end_s() < 8.3) speech.probability.push_back(is_word(speech.end_s() - 0.15) ? 0.95F : 0.05F);
  const SpeakerTurns heard = find_speakers(subjects, frames.view(), mouths, std::vector{speech});
  BOOST_TEST(text_of(heard.turns) == "0:0-80");
  BOOST_TEST(heard.heard);
}

BOOST_AUTO_TEST_CASE(music_tells_nothing) {
  const Frames frames(80);
  const std::vector<Subject> subjects{person(kLeft, 80), person(kRight, 80)};
  const auto first_half = [](double time) { return time < 4; };
  const std::vector<MouthRun> mouths{mouth(kLeft, 8, first_half), mouth(kRight, 8, std::not_fn(first_half))};
  const Speech music{.start_s = 0, .probability = std::vector<float>(260, 0.03F)};
  const SpeakerTurns found = find_speakers(subjects, frames.view(), mouths, std::vector{music});
  BOOST_TEST(text_of(found.turns) == text_of(find_speakers(subjects, frames.view(), mouths).turns));
  BOOST_TEST(!found.heard);
}

BOOST_AUTO_TEST_CASE(only_two_or_more_large_faces_could_speak) {
  const MapGeometry geometry{{1280, 720}, 4};
  const auto count = [&](const std::vector<CropWindow>& boxes, const MouthOptions& options = {}) {
    std::vector<FaceBox> faces;
    for (const CropWindow& box : boxes) faces.push_back({box, 0.9});
    return faces_that_could_speak(faces, geometry, options).size();
  };
  BOOST_TEST(count({{0, 0, 200, 250}}) == 0U);
  BOOST_TEST(count({{0, 0, 200, 250}, {400, 0, 200, 250}}) == 2U);
  BOOST_TEST(count({{0, 0, 200, 250}, {400, 0, 70, 120}}) == 0U);   // narrower than 20 cells of 4 px
  BOOST_TEST(count({{0, 0, 200, 250}, {400, 0, 100, 120}}) == 0U);  // less than half as high
  BOOST_TEST(count({{0, 0, 90, 90}, {100, 0, 90, 91}, {200, 0, 90, 92}}, {.most_faces = 2}) == 2U);
}

BOOST_AUTO_TEST_CASE(two_measurements_around_a_frame_tell_who_speaks_there) {
  const std::size_t count = 10;
  const Frames frames(count);
  const std::vector<Subject> subjects{person(kLeft, count), person(kRight, count)};
  std::vector<MouthRun> mouths;
  for (const std::int64_t i : {6, 12}) {
    const Time before{Rational(i - 1, kFps)}, at{Rational(i, kFps)};
    mouths.push_back({{{i - 1}, before, kLeft, 0.1, 0}, {{i}, at, kLeft, 0.14, 0}});
    mouths.push_back({{{i - 1}, before, kRight, 0.1, 0}, {{i}, at, kRight, 0.1, 0}});
  }
  const auto speaking = speaking_probabilities(subjects, frames.view(), mouths, {.reach_s = 0.15});
  for (const std::size_t t : {3, 6}) {
    BOOST_TEST(speaking[0][t] > 0.9);
    BOOST_TEST(speaking[1][t] < 0.01);
  }
  BOOST_TEST(speaking[0][0] + speaking[1][0] == 0);
  const auto alone = speaking_probabilities(std::vector{subjects[0]}, frames.view(), mouths);
  BOOST_TEST(alone[0][3] == 0);
}

BOOST_AUTO_TEST_SUITE_END()
