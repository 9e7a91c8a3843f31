#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/core/time.hpp"

namespace smartcrop {

/// Which of the windows to keep, so that straight lines between them leave no coordinate of any window off by
/// more than `max_error`, above 0. For programs that know nothing but lines. The first one alone where all
/// are within that of it; else the first and the last one are among them. `times`: of the windows, ascending,
/// as many. Throws std::invalid_argument (empty, sizes).
std::vector<std::size_t> line_path(std::span<const CropWindow> windows, std::span<const Time> times,
                                   double max_error);

}  // namespace smartcrop
