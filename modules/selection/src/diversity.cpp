#include <algorithm>

#include "diversity.hpp"

namespace smartcrop::internal {

std::vector<std::size_t> differing_windows(std::span<const CropWindow> windows, int count,
                                           double max_overlap) {
  constexpr double kTaken = 2;                     // above every intersection over union
  std::vector<double> overlap(windows.size(), 0);  // the largest with a window taken
  std::vector<std::size_t> taken;
  const auto is_full = [&] {
    return static_cast<int>(taken.size()) >= count || taken.size() == windows.size();
  };
  const auto take = [&](std::size_t chosen) {
    taken.push_back(chosen);
    for (std::size_t i = 0; i < windows.size(); ++i) {
      overlap[i] = std::max(overlap[i], intersection_over_union(windows[chosen], windows[i]));
    }
    overlap[chosen] = kTaken;
  };
  for (std::size_t i = 0; i < windows.size() && !is_full(); ++i) {
    if (overlap[i] <= max_overlap) take(i);
  }
  while (!is_full()) {
    const auto least = std::min_element(overlap.begin(), overlap.end());
    take(static_cast<std::size_t>(least - overlap.begin()));
  }
  std::sort(taken.begin(), taken.end());
  return taken;
}

}  // namespace smartcrop::internal
