#pragma once

#include <cstddef>
#include <functional>

namespace smartcrop {

/// Workers worth starting for so many items: 1 for 0 or 1 item, min(2, cores) for 2 or 3, min(cores, items)
/// above; at most `max_workers` where that is > 0; at least 1.
int optimal_worker_count(std::size_t items, int max_workers = 0);

/// Calls body(i) once for each i in [0, count), on at most `workers` threads (0 = all cores; 1 = inline, in
/// order). The one place that parallelism comes from. Contract for the body: index i writes its own slot
/// only. So results do not depend on the number of workers; reduce the slots afterwards, in index order. If
/// bodies throw, no further index is started, those that run are finished, and the exception of the lowest
/// throwing index is rethrown: the same one for any number of workers. Nested calls run inline, and so do
/// OpenCV's own parallel loops in a body. Throws
/// std::invalid_argument where `workers` is negative.
void parallel_for(std::size_t count, int workers, const std::function<void(std::size_t)>& body);

}  // namespace smartcrop
