#pragma once

#include <memory>

extern "C" {
#include <libavfilter/avfilter.h>
}

namespace smartcrop::internal {

struct FreeGraph {
  void operator()(AVFilterGraph* graph) const { avfilter_graph_free(&graph); }
};
using GraphPtr = std::unique_ptr<AVFilterGraph, FreeGraph>;

}  // namespace smartcrop::internal
