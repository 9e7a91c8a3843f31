#pragma once

#include <memory>

extern "C" {
#include <libavfilter/avfilter.h>
}

namespace smartcrop::inline v0::detail {

struct FreeGraph {
  void operator()(AVFilterGraph* graph) const { avfilter_graph_free(&graph); }
};
using GraphPtr = std::unique_ptr<AVFilterGraph, FreeGraph>;

}  // namespace smartcrop::detail
