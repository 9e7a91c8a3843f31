#include "mouth_speeds.hpp"

#include <algorithm>
#include <cmath>

#include "smartcrop/core/nearest.hpp"

namespace smartcrop::internal {
namespace {

/// A run belongs to the subject whose face it overlaps by at least this (mean intersection over union).
constexpr double kSameFace = 0.2;

/// The subject of a run's face; nullopt if there is none.
std::optional<std::size_t> owner_of(const MouthRun& run, std::span<const Subject> subjects,
                                    const AnalyzedFrames& frames) {
  std::optional<std::size_t> owner;
  double best = kSameFace;
  for (std::size_t k = 0; k < subjects.size(); ++k) {
    double sum = 0;
    for (const Mouth& mouth : run) {
      const std::size_t t = nearest_index(frames.index, mouth.frame);
      if (!subjects[k].is_there(t)) continue;
      if (const auto face = subjects[k].face(t)) sum += intersection_over_union(*face, mouth.face);
    }
    const double mean = sum / static_cast<double>(run.size());
    if (mean > best) best = mean, owner = k;
  }
  return owner;
}

/// Changes of one run. Faces turned aside are left out.
void add_changes(const MouthRun& run, double max_turn, std::vector<MouthChange>& changes) {
  for (std::size_t i = 1; i < run.size(); ++i) {
    const Mouth &a = run[i - 1], &b = run[i];
    if (std::max(std::abs(a.turn), std::abs(b.turn)) > max_turn) continue;
    const double from = a.time.value(), to = b.time.value();
    changes.push_back({(from + to) / 2, to - from, std::abs(b.opening - a.opening)});
  }
}

/// Means around each frame, with weights that fall with distance.
std::vector<std::optional<double>> means_around(const std::vector<MouthChange>& changes,
                                                const AnalyzedFrames& frames, double reach_s,
                                                double min_seen) {
  std::vector<std::optional<double>> means;
  std::size_t first = 0, end = 0;
  for (const Time& time : frames.time) {
    const double middle = time.value();
    while (end < changes.size() && changes[end].time_s <= middle + reach_s) ++end;
    while (first < end && changes[first].time_s < middle - reach_s) ++first;
    double span = 0, sum = 0;
    for (std::size_t i = first; i < end; ++i) {
      const double weight = 1 - std::abs(changes[i].time_s - middle) / reach_s;
      span += weight * changes[i].span_s;
      sum += weight * changes[i].amount;
    }
    means.push_back(span > 0 && span >= min_seen * reach_s ? std::optional(sum / span) : std::nullopt);
  }
  return means;
}

}  // namespace

std::vector<std::vector<MouthChange>> mouth_changes(std::span<const Subject> subjects,
                                                    const AnalyzedFrames& frames,
                                                    std::span<const MouthRun> mouths, double max_turn) {
  std::vector<std::vector<MouthChange>> changes(subjects.size());
  for (const MouthRun& run : mouths) {
    if (frames.index.empty() || run.size() < 2 || run.front().frame < frames.index.front() ||
        run.front().frame > frames.index.back())
      continue;
    if (const auto owner = owner_of(run, subjects, frames)) add_changes(run, max_turn, changes[*owner]);
  }
  for (std::vector<MouthChange>& list : changes) std::ranges::stable_sort(list, {}, &MouthChange::time_s);
  return changes;
}

MouthSpeeds mouth_speeds(const std::vector<std::vector<MouthChange>>& changes, const AnalyzedFrames& frames,
                         double reach_s, double min_seen) {
  MouthSpeeds speeds;
  for (const std::vector<MouthChange>& list : changes)
    speeds.push_back(means_around(list, frames, reach_s, min_seen));
  return speeds;
}

}  // namespace smartcrop::internal
