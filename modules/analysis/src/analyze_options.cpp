#include <string>

#include "smartcrop/analysis/analyze.hpp"
#include "smartcrop/core/text.hpp"
#include "steering.hpp"

namespace smartcrop {

WindowMode parse_window_mode(std::string_view name) {
  return parse_choice<WindowMode>("mode", name,
                                  {{"static", WindowMode::fixed}, {"dynamic", WindowMode::moving}});
}

SubjectDetection parse_subject_detection(std::string_view name) {
  using enum SubjectDetection;
  return parse_choice<SubjectDetection>("subjects", name, {{"off", off}, {"faces", faces}, {"all", all}});
}

SpeakerDetection parse_speaker_detection(std::string_view name) {
  return parse_choice<SpeakerDetection>(
      "speaker", name, {{"auto", SpeakerDetection::automatic}, {"off", SpeakerDetection::off}});
}

TitleCards parse_title_cards(std::string_view name) {
  return parse_choice<TitleCards>("titles", name, {{"whole", TitleCards::whole}, {"crop", TitleCards::crop}});
}

std::vector<std::string> AnalyzeOptions::problems() const {
  std::vector<std::string> problems = measure.problems();
  for (const auto& part : {candidates.problems(), shots.problems(), importance.problems(), path.problems(),
                           tracks.problems(), mouths.problems(), speakers.problems(), layout.problems()}) {
    problems.insert(problems.end(), part.begin(), part.end());
  }
  if (aspects.empty()) problems.emplace_back("aspects is empty, must hold at least one");
  if (!(scale > 0 && scale <= 1)) {
    problems.push_back("scale is " + std::to_string(scale) + ", must be above 0 and at most 1");
  }
  if (mode == WindowMode::moving && measure.sampling.reference_frames_only) {
    problems.emplace_back("a moving window needs all frames, not only reference frames");
  }
  if (mode == WindowMode::fixed && internal::has_drawn_boxes(wishes))
    problems.emplace_back("follow: a box can be followed by a moving window alone (mode dynamic)");
  if (subjects == SubjectDetection::off && (!wishes.follow.empty() || !wishes.ignore.empty()))
    problems.emplace_back("follow and ignore need subjects, which are off");
  const bool has_subjects = mode == WindowMode::moving && subjects != SubjectDetection::off;
  if (layout.layout != Layout::single && !has_subjects)
    problems.emplace_back("two windows (layout) need a moving window (mode dynamic) and subjects");
  if (!(detections_per_s > 0)) problems.emplace_back("detections_per_s must be above 0");
  if (safe_zone && platform == nullptr) problems.emplace_back("safe_zone needs a platform");
  if (safe_zone && subjects == SubjectDetection::off)
    problems.emplace_back("safe_zone is about faces, so subjects must not be off");
  return problems;
}

}  // namespace smartcrop
