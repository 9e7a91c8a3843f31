#pragma once

#include <vector>

namespace smartcrop::internal {

/// The sequence of states, one per step, with the most evidence (`evidence`: by state, then step) less
/// `price` per change, in which each state lasts at least `dwell` steps. Exact, in O(steps x states^2). With
/// fewer steps than two dwells it is one state; without states it is empty.
std::vector<std::size_t> best_turns(const std::vector<std::vector<double>>& evidence, std::size_t dwell,
                                    double price);

}  // namespace smartcrop::internal
