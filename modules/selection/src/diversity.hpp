#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "smartcrop/core/crop_window.hpp"

namespace smartcrop::internal {

/// Indices of up to `count` windows that differ, rising; `windows` best first. Greedy non-maximum
/// suppression: a window is taken unless its intersection over union with one taken before is above
/// `max_overlap`. Where that leaves too few, windows that overlap the taken ones least fill up, the better
/// one of equals. Cost: O(windows x count).
std::vector<std::size_t> differing_windows(std::span<const CropWindow> windows, int count,
                                           double max_overlap);

}  // namespace smartcrop::internal
