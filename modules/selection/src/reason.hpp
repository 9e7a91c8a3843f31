#pragma once

#include <span>
#include <string>
#include <string_view>

#include "smartcrop/selection/strategies.hpp"

namespace smartcrop::internal {

/// Where a picked window stands among all windows.
struct Standing {
  std::size_t window = 0;     ///< index into the normalized metrics
  WindowMetrics breakdown{};  ///< what each metric adds to its score
  std::string_view strategy;  ///< that picked it
  int place = 1;              ///< among all windows by that strategy's score, 1 = best
  std::string_view region;    ///< where it was picked as the best of a region, else empty
};

/// One line in plain words, such as "most movement of all 25 windows; edges above average". What adds most to
/// the score comes first.
std::string reason(const Standing& standing, std::span<const WindowMetrics> normalized);

}  // namespace smartcrop::internal
