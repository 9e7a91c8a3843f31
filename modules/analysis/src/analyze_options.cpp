#include <stdexcept>
#include <string>

#include "smartcrop/analysis/analyze.hpp"
#include "steering.hpp"

namespace smartcrop {

WindowMode parse_window_mode(std::string_view name) {
  if (name == "static") return WindowMode::fixed;
  if (name == "dynamic") return WindowMode::moving;
  throw std::invalid_argument("mode '" + std::string(name) + "' is not static or dynamic");
}

SubjectDetection parse_subject_detection(std::string_view name) {
  if (name == "off") return SubjectDetection::off;
  if (name == "faces") return SubjectDetection::faces;
  if (name == "all") return SubjectDetection::all;
  throw std::invalid_argument("subjects '" + std::string(name) + "' is not off, faces or all");
}

SpeakerDetection parse_speaker_detection(std::string_view name) {
  if (name == "auto") return SpeakerDetection::automatic;
  if (name == "off") return SpeakerDetection::off;
  throw std::invalid_argument("speaker '" + std::string(name) + "' is not auto or off");
}

TitleCards parse_title_cards(std::string_view name) {
  if (name == "whole") return TitleCards::whole;
  if (name == "crop") return TitleCards::crop;
  throw std::invalid_argument("titles '" + std::string(name) + "' is not whole or crop");
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
