#include "smartcrop/speakers/speaker_turns.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "agreement.hpp"
#include "mouth_speeds.hpp"
#include "smartcrop/core/conditions.hpp"
#include "smartcrop/core/error.hpp"
#include "turn_path.hpp"

namespace smartcrop {
namespace {

using namespace internal;

/// Added to probabilities, so that no single frame decides.
constexpr double kDoubt = 0.05;
/// Gaps up to this length are filled, s: a face looks away and back.
constexpr double kLongestGap_s = 3;
/// Sound with less speech than this is not used: there is no conversation in it, or music hides it. Measured:
/// music and noise 0 to .03, talks .8 and more.
constexpr double kSomeSpeech = 0.1;
/// Weight of a mouth that moves while no speech is heard, of 1.
constexpr double kUnheard = 0.2;
/// Least probability of speech that counts as heard.
constexpr double kSpoken = 0.5;

/// A range of analyzed frames.
struct FrameRange {
  std::size_t first, end;
};

/// The evidence at each analyzed frame.
struct Evidence {
  std::vector<std::vector<double>> probability;  ///< by subject, then frame
  std::vector<bool> known;                       ///< by frame
  bool has_two_faces = false;                    ///< in any frame
  std::vector<double> speech;                    ///< by frame; empty if none is heard
  MouthSpeeds agreement;  ///< of mouths with the speech, by subject, then frame; empty if none is heard
};

bool has_face(const Subject& subject, std::size_t t) {
  return subject.is_there(t) && subject.face(t).has_value();
}

/// Probability that each subject speaks: its squared speed over the sum of all and that of a mouth at rest. A
/// face turned aside counts as at rest.
Evidence evidence_of(std::span<const Subject> subjects, const MouthSpeeds& speeds, std::size_t frames,
                     const SpeakerOptions& options) {
  Evidence evidence;
  evidence.probability.assign(subjects.size(), std::vector<double>(frames, 0));
  evidence.known.assign(frames, false);
  const double rest = options.rest_speed * options.rest_speed;
  for (std::size_t t = 0; t < frames; ++t) {
    std::size_t faces = 0, seen = 0;
    double sum = rest;
    for (std::size_t k = 0; k < subjects.size(); ++k) {
      if (!has_face(subjects[k], t)) continue;
      const std::optional<double>& speed = speeds[k][t];
      ++faces;
      seen += speed.has_value();
      sum += evidence.probability[k][t] = speed ? *speed * *speed : rest;
    }
    for (auto& probability : evidence.probability) probability[t] /= sum;
    evidence.known[t] = faces >= 2 && seen > 0;
    evidence.has_two_faces = evidence.has_two_faces || faces >= 2;
  }
  return evidence;
}

/// Ranges with evidence; short gaps are filled.
std::vector<FrameRange> ranges_of(const std::vector<bool>& known, double step_s) {
  const auto longest = static_cast<std::size_t>(std::lround(kLongestGap_s / step_s));
  std::vector<FrameRange> ranges;
  for (std::size_t t = 0; t < known.size(); ++t) {
    if (!known[t]) continue;
    if (!ranges.empty() && t - ranges.back().end <= longest) {
      ranges.back().end = t + 1;
    } else {
      ranges.push_back({t, t + 1});
    }
  }
  return ranges;
}

bool is_heard(const std::vector<double>& speech, const FrameRange& range) {
  if (speech.empty()) return false;
  const auto at = [&](std::size_t t) { return speech.begin() + static_cast<std::ptrdiff_t>(t); };
  return std::accumulate(at(range.first), at(range.end), 0.0) >=
         kSomeSpeech * static_cast<double>(range.end - range.first);
}

/// Probability that nobody speaks: the squared speed at rest over the sum of all.
double rest_at(const Evidence& evidence, std::size_t t) {
  double rest = 1;
  for (const std::vector<double>& probability : evidence.probability) rest -= probability[t];
  return std::max(rest, 1e-9);
}

/// How far a second mouth moves, 0..1: the ratio of the second largest squared speed to that of a mouth at
/// rest, at most 1.
double several_move(const Evidence& evidence, std::size_t t) {
  double first = 0, second = 0;
  for (const std::vector<double>& probability : evidence.probability) {
    second = std::max(second, std::min(first, probability[t]));
    first = std::max(first, probability[t]);
  }
  return std::min(1.0, second / rest_at(evidence, t));
}

/// Weighs the evidence of mouths by the speech, and adds their agreement with it if several move.
void add_sound(std::vector<std::vector<double>>& logs, const FrameRange& range, const Evidence& evidence,
               double step_s, const SpeakerOptions& options) {
  for (std::size_t k = 0; k < logs.size(); ++k)
    for (std::size_t i = 0; i < logs[k].size(); ++i) {
      const std::size_t t = range.first + i;
      logs[k][i] *= kUnheard + (1 - kUnheard) * evidence.speech[t];
      logs[k][i] += step_s * options.agreement_weight * several_move(evidence, t) *
                    evidence.agreement[k][t].value_or(0);
    }
}

/// Turns in one range; none if no mouth moves.
std::vector<SpeakerTurn> turns_of(const FrameRange& range, const Evidence& evidence, double step_s,
                                  const SpeakerOptions& options) {
  std::vector<std::vector<double>> logs;
  for (const std::vector<double>& probability : evidence.probability) {
    std::vector<double>& row = logs.emplace_back();
    for (std::size_t t = range.first; t < range.end; ++t)
      row.push_back(evidence.known[t] ? step_s * std::log(probability[t] + kDoubt) : 0);
  }
  if (is_heard(evidence.speech, range)) add_sound(logs, range, evidence, step_s, options);
  // The early cut shortens the first turn.
  const auto dwell = static_cast<std::size_t>(std::ceil((options.min_dwell_s + options.lead_s) / step_s));
  const std::vector<std::size_t> speakers = best_turns(logs, dwell, options.change_price);
  double sum = 0;
  std::size_t known = 0;
  std::vector<SpeakerTurn> turns;
  for (std::size_t i = 0; i < speakers.size(); ++i) {
    const std::size_t t = range.first + i;
    if (turns.empty() || turns.back().subject != speakers[i]) turns.push_back({t, t, speakers[i]});
    turns.back().end = t + 1;
    known += evidence.known[t];
    if (evidence.known[t]) sum += evidence.probability[speakers[i]][t];
  }
  return sum < options.min_probability * static_cast<double>(known) ? std::vector<SpeakerTurn>() : turns;
}

/// See SpeakerTurns::overlap.
double overlap_in(const SpeakerTurns& speakers, const Evidence& evidence) {
  std::size_t spoken = 0, several = 0;
  for (const SpeakerTurn& turn : speakers.turns)
    for (std::size_t t = turn.first; t < turn.end; ++t) {
      if (!evidence.known[t] || (speakers.heard && evidence.speech[t] < kSpoken)) continue;
      ++spoken;
      several += several_move(evidence, t) >= 1;
    }
  return spoken > 0 ? static_cast<double>(several) / static_cast<double>(spoken) : 0;
}

/// Moves changes a little earlier, but not before the start of the turn before.
void lead(std::vector<SpeakerTurn>& turns, std::size_t steps) {
  for (std::size_t i = 1; i < turns.size(); ++i) {
    if (turns[i].first != turns[i - 1].end) continue;
    turns[i].first -= std::min(steps, turns[i].first - turns[i - 1].first - 1);
    turns[i - 1].end = turns[i].first;
  }
}

}  // namespace

std::vector<std::string> SpeakerOptions::problems() const {
  return unmet({
      {min_dwell_s >= 0 && min_dwell_s <= 60, "min_dwell_s must be in 0..60"},
      {reach_s > 0, "reach_s must be above 0"},
      {rest_speed > 0, "rest_speed must be above 0"},
      {change_price >= 0, "change_price must be >= 0"},
      {agreement_weight >= 0, "agreement_weight must be >= 0"},
      {lead_s >= 0 && lead_s <= 1, "lead_s must be in 0..1"},
      {max_turn > 0, "max_turn must be above 0"},
      {min_probability >= 0 && min_probability <= 1, "min_probability must be in 0..1"},
  });
}

SpeakerTurns find_speakers(std::span<const Subject> subjects, const AnalyzedFrames& frames,
                           std::span<const MouthRun> mouths, std::span<const Speech> sound,
                           const SpeakerOptions& options) {
  throw_if_any("speaker options", options.problems());
  const auto changes = mouth_changes(subjects, frames, mouths, options.max_turn);
  Evidence evidence =
      evidence_of(subjects, mouth_speeds(changes, frames, options.reach_s), frames.index.size(), options);
  SpeakerTurns result;
  if (!evidence.has_two_faces) return result;
  evidence.speech = speech_at(frames, sound);
  if (!evidence.speech.empty()) evidence.agreement = agreements(changes, frames, evidence.speech);
  const std::vector<FrameRange> ranges = ranges_of(evidence.known, frames.step_s);
  for (const FrameRange& range : ranges) {
    const auto turns = turns_of(range, evidence, frames.step_s, options);
    result.turns.insert(result.turns.end(), turns.begin(), turns.end());
    result.heard = result.heard || (!turns.empty() && is_heard(evidence.speech, range));
  }
  result.overlap = overlap_in(result, evidence);
  lead(result.turns, static_cast<std::size_t>(std::lround(options.lead_s / frames.step_s)));
  result.doubt = !result.turns.empty() ? SpeakerDoubt::none
                 : ranges.empty()      ? SpeakerDoubt::unseen
                                       : SpeakerDoubt::mouths_rest;
  return result;
}

std::vector<std::vector<double>> speaking_probabilities(std::span<const Subject> subjects,
                                                        const AnalyzedFrames& frames,
                                                        std::span<const MouthRun> mouths,
                                                        const SpeakerOptions& options) {
  throw_if_any("speaker options", options.problems());
  const auto changes = mouth_changes(subjects, frames, mouths, options.max_turn);
  Evidence evidence =
      evidence_of(subjects, mouth_speeds(changes, frames, options.reach_s, 0), frames.index.size(), options);
  for (std::vector<double>& row : evidence.probability)
    for (std::size_t t = 0; t < row.size(); ++t)
      if (!evidence.known[t]) row[t] = 0;
  return std::move(evidence.probability);
}

}  // namespace smartcrop
