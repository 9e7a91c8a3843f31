#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/core/time.hpp"

namespace smartcrop {

/// Indices of the windows to keep so that straight lines between them approximate every coordinate of all
/// windows to within `max_error`, above 0. For programs that only know linear motion. Only the first window
/// if all are that close to it; else the first and the last are always kept. `times`: of the windows,
/// ascending. Throws std::invalid_argument (empty, unequal sizes).
std::vector<std::size_t> line_path(std::span<const CropWindow> windows, std::span<const Time> times,
                                   double max_error);

}  // namespace smartcrop
