#include "smartcrop/video/sampler.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "smartcrop/core/text.hpp"

namespace smartcrop {
namespace {

bool is_negative(const TimePoint& point) {
  if (const auto* frame = std::get_if<FrameIndex>(&point)) return frame->value < 0;
  return std::get<Time>(point) < Time{};
}

/// Index of the key frame nearest to `target` that is not taken; `times` ascending, at least one free.
std::size_t nearest_free(const std::vector<Time>& times, const std::vector<bool>& is_taken, Time target) {
  const auto found = std::ranges::lower_bound(times, target);
  std::size_t above = static_cast<std::size_t>(found - times.begin());
  std::size_t below = above;  // one past the candidate below
  while (above < times.size() && is_taken[above]) ++above;
  while (below > 0 && is_taken[below - 1]) --below;
  if (below == 0) return above;
  if (above == times.size()) return below - 1;
  return target - times[below - 1] <= times[above] - target ? below - 1 : above;
}

double evenness_of(const std::vector<Burst>& bursts, Time start, Time end) {
  Time widest = bursts.front().start - start;
  for (std::size_t i = 1; i < bursts.size(); ++i)
    widest = std::max(widest, bursts[i].start - bursts[i - 1].start);
  widest = std::max(widest, end - bursts.back().start);
  const double even_gap = (end - start).value() / static_cast<double>(bursts.size());
  return std::max(1.0, widest.value() / even_gap);
}

}  // namespace

std::string_view name_of(SamplingMode mode) {
  return mode == SamplingMode::bursts ? "bursts" : "dense";
}

SamplingMode parse_sampling_mode(std::string_view name) {
  return parse_choice<SamplingMode>("sampling", name,
                                    {{"bursts", SamplingMode::bursts}, {"dense", SamplingMode::dense}});
}

std::vector<std::string> SamplingOptions::problems() const {
  std::vector<std::string> problems;
  if (samples <= 0) problems.push_back("samples is " + std::to_string(samples) + ", must be above 0");
  if (every <= 0) problems.push_back("every is " + std::to_string(every) + ", must be above 0");
  if (reference_frames_only && mode != SamplingMode::dense) {
    problems.emplace_back("reference frames need dense sampling, not bursts");
  }
  if (start && is_negative(*start)) problems.push_back("start is negative");
  if (end && is_negative(*end)) problems.push_back("end is negative");
  // A time and a frame can be compared only where the frame rate is known.
  if (start && end && start->index() == end->index() && !(*start < *end)) {
    problems.push_back("start must lie before end");
  }
  return problems;
}

BurstPlan plan_bursts(const std::vector<Time>& key_frames, Time start, Time end, int samples) {
  if (samples <= 0)
    throw std::invalid_argument("samples is " + std::to_string(samples) + ", must be above 0");
  if (!(start < end)) throw std::invalid_argument("start must lie before end");
  if (!std::ranges::is_sorted(key_frames)) throw std::invalid_argument("key_frames must be ascending");
  std::vector<Time> times;
  std::ranges::copy_if(key_frames, std::back_inserter(times), [&](Time t) { return start <= t && t < end; });
  times.erase(std::unique(times.begin(), times.end()), times.end());
  BurstPlan plan;
  if (times.empty()) return plan;

  const std::int64_t slots = std::min<std::int64_t>(std::ssize(times), std::min(samples, kMostBursts));
  std::vector<bool> is_taken(times.size(), false);
  for (std::int64_t i = 0; i < slots; ++i) {
    const Time middle_of_slot = start + Time{(end - start).seconds * Rational(2 * i + 1, 2 * slots)};
    is_taken[nearest_free(times, is_taken, middle_of_slot)] = true;
  }
  std::int64_t pairs_before = 0;
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (!is_taken[i]) continue;
    const auto done = static_cast<std::int64_t>(plan.bursts.size()) + 1;
    const std::int64_t pairs = done * samples / slots - pairs_before;
    pairs_before += pairs;
    plan.bursts.push_back({times[i], static_cast<int>(pairs) + 1});
  }
  plan.evenness = evenness_of(plan.bursts, start, end);
  return plan;
}

}  // namespace smartcrop
