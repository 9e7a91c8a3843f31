#include <boost/test/unit_test.hpp>
#include <cmath>
#include <filesystem>
#include <stdexcept>

#include "smartcrop/analysis/analyze.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/plan/crop_plan.hpp"
#include "smartcrop/speakers/speech.hpp"
#include "smartcrop/video/frame_source.hpp"
#include "support/media.hpp"
#include "support/process.hpp"
#include "support/skip.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

constexpr int kTurn_s = 3, kTurns = 4, kFps = 25;
/// Where the pictures of scripts/make-conversation lie.
constexpr double kLeft = 85, kRight = 683, kSide = 512;

/// Two people who take turns, the left one first; `how` as in scripts/make-conversation. Empty, after
/// skips(), where something is missing.
std::string conversation(const std::string& how = "turns") {
  const std::string left = eval_file("people/videos/talk-aoc.mp4"),
                    right = eval_file("people/videos/talk-restaurant.mp4");
  if (left.empty() || right.empty() ||
      skips(!find_face_mesh_model(), "the face mesh model", "scripts/fetch-models"))
    return {};
  const std::filesystem::path folder = SMARTCROP_TEST_BINARY_DIR "/test-media/conversation";
  const std::filesystem::path path = folder / (how + ".mp4");
  if (std::filesystem::exists(path)) return path.string();
  std::filesystem::create_directories(folder);
  const std::string unfinished = (folder / "unfinished.mp4").string();
  const ProcessResult made =
      run({SMARTCROP_TEST_SOURCE_DIR "/scripts/make-conversation", "--as", how, left, right, unfinished,
           std::to_string(kTurn_s), std::to_string(kTurns), "512:512:0:0", "420:420:260:20"});
  if (made.exit_code != 0) throw std::runtime_error("scripts/make-conversation: " + made.err);
  std::filesystem::rename(unfinished, path);
  return path.string();
}

AnalysisDocument analyzed(const std::string& path, AnalyzeOptions options = {}) {
  options.mode = WindowMode::moving;
  options.aspects = {{9, 16}};
  return analyze(*open_source(path), options);
}

/// Share of the frames in which the window's middle lies in the speaker's picture.
double shown_share(const CropPlan& plan) {
  int shown = 0;
  constexpr int kFrames = kTurn_s * kTurns * kFps;
  for (int i = 0; i < kFrames; ++i) {
    const CropWindow window = window_near(plan, Time{Rational(i, kFps)});
    const double from = i / (kTurn_s * kFps) % 2 == 0 ? kLeft : kRight, middle = window.x + window.w / 2;
    shown += middle > from && middle < from + kSide;
  }
  return static_cast<double>(shown) / kFrames;
}

std::ptrdiff_t cuts_of(const CropPlan& plan) {
  std::ptrdiff_t cuts = 0;
  for (const PlanShot& shot : plan.shots) cuts += std::ranges::count_if(shot.keyframes, &Keyframe::cut);
  return cuts;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(analysis_conversation)

BOOST_AUTO_TEST_CASE(the_window_cuts_to_who_speaks, *boost::unit_test::label("evaluation")) {
  const std::string path = conversation();
  if (path.empty()) return;
  const AnalysisDocument document = analyzed(path);
  const CropPlan plan = best_plan(document, document.aspects.front());
  BOOST_TEST(cuts_of(plan) == kTurns - 1);
  BOOST_TEST(shown_share(plan) > 0.85);
  BOOST_REQUIRE(document.speakers.size() == 1U);
  BOOST_TEST(document.speakers[0].turns.size() == static_cast<std::size_t>(kTurns));
  const bool hears = find_speech_model().has_value();
  BOOST_TEST((document.speakers[0].reason.find("speech in the sound") != std::string::npos) == hears);
}

BOOST_AUTO_TEST_CASE(a_conversation_has_the_same_bits_for_any_number_of_threads,
                     *boost::unit_test::label("evaluation")) {
  const std::string path = conversation();
  if (path.empty()) return;
  AnalyzeOptions options;
  options.measure.threads = 1;
  const AnalysisDocument one = analyzed(path, options);
  for (const int threads : {2, 5}) {
    options.measure.threads = threads;
    const AnalysisDocument more = analyzed(path, options);
    BOOST_CHECK(more.speakers == one.speakers);
    BOOST_CHECK(more.aspects.front().path == one.aspects.front().path);
  }
}

BOOST_AUTO_TEST_CASE(nobody_is_shown_for_less_than_the_dwell, *boost::unit_test::label("evaluation")) {
  const std::string path = conversation();
  if (path.empty()) return;
  AnalyzeOptions options;
  options.speakers.min_dwell_s = 4;
  const AnalysisDocument document = analyzed(path, options);
  BOOST_REQUIRE(document.speakers.size() == 1U);
  for (const SpeakerSummary::Turn& turn : document.speakers[0].turns)
    BOOST_TEST((turn.end - turn.start) >= std::int64_t{4 * kFps});
}

BOOST_AUTO_TEST_CASE(speakers_can_be_switched_off, *boost::unit_test::label("evaluation")) {
  const std::string path = conversation();
  if (path.empty()) return;
  AnalyzeOptions options;
  options.speaker = SpeakerDetection::off;
  const AnalysisDocument document = analyzed(path, options);
  BOOST_TEST(document.speakers.empty());
  BOOST_TEST(cuts_of(best_plan(document, document.aspects.front())) == 0);
}

BOOST_AUTO_TEST_CASE(noise_music_and_silence_do_not_hide_who_speaks, *boost::unit_test::label("evaluation")) {
  for (const std::string how : {"noise", "music", "mute"}) {
    BOOST_TEST_CONTEXT(how) {
      const std::string path = conversation(how);
      if (path.empty()) return;
      const AnalysisDocument document = analyzed(path);
      const CropPlan plan = best_plan(document, document.aspects.front());
      BOOST_TEST(cuts_of(plan) == kTurns - 1);
      BOOST_TEST(shown_share(plan) > 0.85);
    }
  }
}

BOOST_AUTO_TEST_CASE(two_windows_show_people_who_talk_at_the_same_time,
                     *boost::unit_test::label("evaluation")) {
  AnalyzeOptions options;
  options.layout.layout = Layout::automatic;
  const std::string turns = conversation(), both = conversation("both");
  if (turns.empty() || both.empty()) return;
  const AnalysisDocument by_turns = analyzed(turns, options), at_once = analyzed(both, options);
  BOOST_TEST(by_turns.aspects.front().path.front().second_keyframes.empty());
  const PlanShot& shot = at_once.aspects.front().path.front();
  BOOST_TEST(shot.layout_reason.find("at the same time") != std::string::npos);
  BOOST_REQUIRE(!shot.second_keyframes.empty());
  for (const Keyframe& keyframe : shot.keyframes) BOOST_TEST(keyframe.window.x + keyframe.window.w <= kRight);
  for (const Keyframe& keyframe : shot.second_keyframes) BOOST_TEST(keyframe.window.x >= kLeft + kSide);
}

BOOST_AUTO_TEST_CASE(no_window_shows_both_pictures_of_a_split_screen,
                     *boost::unit_test::label("evaluation")) {
  const std::string path = conversation("split");
  if (path.empty()) return;
  const AnalysisDocument document = analyzed(path);
  const CropPlan plan = best_plan(document, document.aspects.front());
  constexpr double kSeam = 520;
  int left = 0, right = 0;
  for (int i = 0; i < kTurn_s * kTurns * kFps; ++i) {
    const CropWindow window = window_near(plan, Time{Rational(i, kFps)});
    left += window.x + window.w <= kSeam;
    right += window.x >= kSeam;
  }
  BOOST_TEST(left + right == kTurn_s * kTurns * kFps);
  BOOST_TEST(left > kTurn_s * kFps);
  BOOST_TEST(right > kTurn_s * kFps);
}

BOOST_AUTO_TEST_CASE(an_interrupt_while_sound_is_read_ends_the_analysis,
                     *boost::unit_test::label("evaluation")) {
  const std::string path = conversation();
  if (path.empty() || skips(!find_speech_model(), "the speech model", "scripts/fetch-models")) return;
  CancellationToken token;
  token.cancel();
  BOOST_CHECK_THROW(hear_speech(path, {}, std::vector<TimeRange>{{0, 12}}, SpeechDetector(), token),
                    Canceled);
}

BOOST_AUTO_TEST_CASE(a_fixed_window_stays_with_who_speaks_most, *boost::unit_test::label("evaluation")) {
  const std::string path = eval_file("people/videos/interview-duo.mp4");
  if (path.empty() || skips(!find_face_mesh_model(), "the face mesh model", "scripts/fetch-models")) return;
  AnalyzeOptions options;
  options.aspects = {{9, 16}};
  const auto middle_of_best = [&] {
    const AnalysisDocument document = analyze(*open_source(path), options);
    const CropWindow& best = document.aspects.front().candidates.front().window;
    return best.x + best.w / 2;
  };
  // The man on the right speaks for two thirds of the time. The one on the left stands out more.
  constexpr double kMiddle = 479;
  BOOST_TEST(middle_of_best() > kMiddle);
  options.speaker = SpeakerDetection::off;
  BOOST_TEST(middle_of_best() < kMiddle);
}

BOOST_AUTO_TEST_SUITE_END()
