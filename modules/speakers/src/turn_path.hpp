#pragma once

#include <vector>

namespace smartcrop::internal {

/// Who has the turn at each step: the sequence of states with the most evidence (`evidence`: by state, then
/// step), less `price` for each change, in which no state lasts fewer than `dwell` steps. Exact, in steps x
/// states^2. Fewer steps than two dwells: one state. Empty where there are no states.
std::vector<std::size_t> best_turns(const std::vector<std::vector<double>>& evidence, std::size_t dwell,
                                    double price);

}  // namespace smartcrop::internal
