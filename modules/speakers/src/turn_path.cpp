#include "turn_path.hpp"

#include <algorithm>
#include <optional>

namespace smartcrop::internal {
namespace {

/// The best sequence up to a step whose last state has lasted for at least a dwell.
struct Best {
  double value = 0;
  std::optional<std::size_t> before = {};  ///< the state before, if this one began just a dwell ago
};

}  // namespace

std::vector<std::size_t> best_turns(const std::vector<std::vector<double>>& evidence, std::size_t dwell,
                                    double price) {
  if (evidence.empty()) return {};
  const std::size_t states = evidence.size(), steps = evidence.front().size();
  dwell = std::clamp<std::size_t>(dwell, 1, std::max<std::size_t>(1, steps));
  std::vector<std::vector<double>> sums(states, std::vector<double>(steps + 1, 0));
  for (std::size_t k = 0; k < states; ++k)
    for (std::size_t t = 0; t < steps; ++t) sums[k][t + 1] = sums[k][t] + evidence[k][t];

  std::vector<std::vector<Best>> best(steps + 1, std::vector<Best>(states));
  for (std::size_t t = dwell; t <= steps; ++t) {
    for (std::size_t k = 0; k < states; ++k) {
      best[t][k].value = t == dwell ? sums[k][t] : best[t - 1][k].value + evidence[k][t - 1];
      if (t < 2 * dwell) continue;
      for (std::size_t j = 0; j < states; ++j) {
        if (j == k) continue;
        const double value = best[t - dwell][j].value + sums[k][t] - sums[k][t - dwell] - price;
        if (value > best[t][k].value) best[t][k] = {value, j};
      }
    }
  }
  std::vector<std::size_t> turns(steps);
  const auto last = std::ranges::max_element(best[steps], {}, &Best::value);
  auto state = static_cast<std::size_t>(last - best[steps].begin());
  for (std::size_t t = steps; t > 0;) {
    const std::optional<std::size_t> before = best[t][state].before;
    const std::size_t from = before ? t - dwell : t - 1;
    std::fill(turns.begin() + static_cast<std::ptrdiff_t>(from),
              turns.begin() + static_cast<std::ptrdiff_t>(t), state);
    if (before) state = *before;
    t = from;
  }
  return turns;
}

}  // namespace smartcrop::internal
