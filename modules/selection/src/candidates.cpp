#include "smartcrop/selection/candidates.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "diversity.hpp"
#include "reason.hpp"
#include "smartcrop/core/error.hpp"

namespace smartcrop {
namespace {

/// A window as one strategy sees it.
struct Pick {
  std::size_t strategy = 0;  ///< index into strategies()
  std::size_t position = 0;  ///< index into the positions
  double score = 0;
  int place = 1;            ///< among all windows by this score
  std::string_view region;  ///< where it is here as the best of a region
};

bool is_better(const Pick& a, const Pick& b) {
  if (a.score != b.score) return a.score > b.score;
  if (a.strategy != b.strategy) return a.strategy < b.strategy;
  return a.position < b.position;
}

/// All windows by a strategy's score, best first.
std::vector<Pick> ranking(std::size_t strategy, std::span<const WindowMetrics> normalized) {
  std::vector<Pick> picks(normalized.size());
  for (std::size_t i = 0; i < picks.size(); ++i) {
    picks[i] = {strategy, i, strategy_score(strategies()[strategy], normalized[i]), 1, {}};
  }
  std::sort(picks.begin(), picks.end(), is_better);
  for (std::size_t i = 0; i < picks.size(); ++i) picks[i].place = static_cast<int>(i) + 1;
  return picks;
}

/// The first pick of each position.
std::vector<Pick> one_per_position(const std::vector<Pick>& picks, std::span<const cv::Point> positions) {
  std::vector<Pick> chosen;
  std::set<std::pair<int, int>> taken;
  for (const Pick& pick : picks) {
    const cv::Point corner = positions[pick.position];
    if (taken.insert({corner.x, corner.y}).second) chosen.push_back(pick);
  }
  return chosen;
}

/// Up to `options.count` picks that differ, best first; earlier picks go before later ones.
std::vector<Pick> differing(const std::vector<Pick>& picks, std::span<const cv::Point> positions,
                            cv::Size crop, const CandidateOptions& options) {
  std::vector<CropWindow> windows;
  windows.reserve(picks.size());
  for (const Pick& pick : picks) windows.push_back(window_at(positions[pick.position], crop));
  std::vector<Pick> chosen;
  for (const std::size_t i : internal::differing_windows(windows, options.count, options.max_overlap)) {
    chosen.push_back(picks[i]);
  }
  std::stable_sort(chosen.begin(), chosen.end(), is_better);
  return chosen;
}

/// Indices into strategies(), rising, each once.
std::vector<std::size_t> chosen_strategies(const std::vector<std::string>& names) {
  std::set<std::size_t> chosen;
  for (const std::string& name : names) {
    chosen.insert(static_cast<std::size_t>(&find_strategy(name) - strategies().data()));
  }
  if (names.empty()) {
    for (std::size_t i = 0; i < strategies().size(); ++i) chosen.insert(i);
  }
  return {chosen.begin(), chosen.end()};
}

std::size_t region_strategy(const std::vector<std::size_t>& chosen) {
  const auto balanced = static_cast<std::size_t>(&find_strategy("Balanced") - strategies().data());
  return std::find(chosen.begin(), chosen.end(), balanced) != chosen.end() ? balanced : chosen.front();
}

constexpr std::array<std::string_view, 5> kRegions{"upper left quarter", "upper right quarter",
                                                   "lower left quarter", "lower right quarter", "middle"};

/// Whether the window's center lies in the region; a center on a middle line is right of or below it.
bool in_region(std::size_t region, cv::Size frame, cv::Size crop, cv::Point position) {
  const std::int64_t twice_x = 2 * std::int64_t{position.x} + crop.width;
  const std::int64_t twice_y = 2 * std::int64_t{position.y} + crop.height;
  if (region == 4) {
    const auto in_middle_third = [](std::int64_t twice, std::int64_t side) {
      return 3 * twice >= 2 * side && 3 * twice <= 4 * side;
    };
    return in_middle_third(twice_x, frame.width) && in_middle_third(twice_y, frame.height);
  }
  const bool right = twice_x >= frame.width;
  const bool lower = twice_y >= frame.height;
  return region == (lower ? 2U : 0U) + (right ? 1U : 0U);
}

/// The best windows of each strategy and region, best first, then all others, best first.
std::vector<Pick> all_picks(cv::Size frame, cv::Size crop, std::span<const cv::Point> positions,
                            std::span<const WindowMetrics> normalized, const CandidateOptions& options) {
  const std::vector<std::size_t> chosen = chosen_strategies(options.strategies);
  std::vector<Pick> picks, others;
  for (const std::size_t strategy : chosen) {
    const std::vector<Pick> ranked = ranking(strategy, normalized);
    const auto top = ranked.begin() + std::min(std::ssize(ranked), std::ptrdiff_t{options.top_per_strategy});
    picks.insert(picks.end(), ranked.begin(), top);
    others.insert(others.end(), top, ranked.end());
    if (strategy != region_strategy(chosen)) continue;
    for (std::size_t region = 0; region < kRegions.size(); ++region) {
      const auto best = std::ranges::find_if(
          ranked, [&](const Pick& pick) { return in_region(region, frame, crop, positions[pick.position]); });
      if (best == ranked.end()) continue;
      picks.push_back(*best);
      picks.back().region = kRegions[region];
    }
  }
  std::stable_sort(picks.begin(), picks.end(), is_better);
  std::stable_sort(others.begin(), others.end(), is_better);
  picks.insert(picks.end(), others.begin(), others.end());
  return picks;
}

/// The candidate of a pick, without its rank.
Candidate candidate_of(const Pick& pick, cv::Point position, cv::Size crop,
                       std::span<const WindowMetrics> normalized) {
  const Strategy& strategy = strategies()[pick.strategy];
  Candidate candidate;
  candidate.window = window_at(position, crop);
  candidate.score = pick.score;
  candidate.strategy = strategy.name;
  for (std::size_t metric = 0; metric < kWindowMetricCount; ++metric)
    candidate.breakdown[metric] = strategy.weights[metric] * normalized[pick.position][metric];
  candidate.reason = internal::reason(
      {pick.position, candidate.breakdown, strategy.name, pick.place, pick.region}, normalized);
  return candidate;
}

}  // namespace

std::vector<std::string> CandidateOptions::problems() const {
  std::vector<std::string> found;
  for (const std::string& name : strategies) {
    try {
      find_strategy(name);
    } catch (const std::invalid_argument& unknown) {
      found.emplace_back(unknown.what());
    }
  }
  if (count <= 0) found.push_back("count " + std::to_string(count) + " must be above 0");
  if (top_per_strategy <= 0) {
    found.push_back("top_per_strategy " + std::to_string(top_per_strategy) + " must be above 0");
  }
  if (!(max_overlap >= 0 && max_overlap <= 1)) {
    found.push_back("max_overlap " + std::to_string(max_overlap) + " must be from 0 to 1");
  }
  return found;
}

std::vector<Candidate> select_candidates(cv::Size frame, cv::Size crop, std::span<const cv::Point> positions,
                                         std::span<const WindowMetrics> metrics,
                                         const CandidateOptions& options) {
  throw_if_any("candidate options", options.problems());
  if (positions.size() != metrics.size()) {
    throw std::invalid_argument("positions and metrics must be equally many, not " +
                                std::to_string(positions.size()) + " and " + std::to_string(metrics.size()));
  }
  if (positions.empty()) return {};

  const std::vector<WindowMetrics> normalized = normalize(metrics);
  std::vector<Pick> picks = all_picks(frame, crop, positions, normalized, options);
  picks = differing(one_per_position(picks, positions), positions, crop, options);
  std::vector<Candidate> candidates;
  candidates.reserve(picks.size());
  for (const Pick& pick : picks) {
    candidates.push_back(candidate_of(pick, positions[pick.position], crop, normalized));
    candidates.back().rank = static_cast<int>(candidates.size());
  }
  return candidates;
}

}  // namespace smartcrop
