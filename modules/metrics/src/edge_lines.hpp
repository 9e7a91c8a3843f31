#pragma once

#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop::internal {

/// The lines about the end of what is black at each side of the displayed frame, see
/// SmallFrame::edge_lines. `small`: the same frame, shrunk.
EdgeLines edge_lines(const Frame& frame, const SmallFrame& small);

}  // namespace smartcrop::internal
