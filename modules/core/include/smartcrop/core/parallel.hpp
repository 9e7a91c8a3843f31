// The only source of parallelism: loops whose results are the same bits for any number of threads.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <optional>

namespace smartcrop {

/// Workers worth starting for so many items: 1 for 0 or 1 item, min(2, cores) for 2 or 3, min(cores, items)
/// above; at most `max_workers` where that is > 0; at least 1.
int optimal_worker_count(std::size_t items, int max_workers = 0);

/// Calls body(i) once for each i in [0, count), on at most `workers` threads: the calling one and others (0 =
/// all cores; 1 = inline, in order). All parallelism comes from here. Thread-safe.
///
/// The body writes to the slot of its own index only. So results do not depend on the number of workers;
/// reduce the slots afterwards, in index order. Where bodies throw, no further index is started, those that
/// run are finished, and the exception of the lowest throwing index is rethrown: the same one for any number
/// of workers. Nested calls run inline. Throws std::invalid_argument where `workers` is negative.
///
/// OpenCV's own parallel loops run inline in a body, so what they compute depends neither on the number of
/// cores nor on other threads: cv::DISOpticalFlow gives other bits for each way its work is divided. OpenCV
/// runs a cv::parallel_for_ inline while another one is open anywhere in the process. Therefore all loops of
/// the process share one cv::parallel_for_, which lends them its threads and stays open until the last loop
/// has ended. This holds unless the process has parallel loops of OpenCV of its own at the same time. Opening
/// it costs about 0.1 ms.
void parallel_for(std::size_t count, int workers, const std::function<void(std::size_t)>& body);

namespace internal {

/// While one lives, OpenCV's own parallel loops run inline in all threads of the process.
class OpenRegion {
 public:
  OpenRegion();
  ~OpenRegion();
  OpenRegion(const OpenRegion&) = delete;
  OpenRegion& operator=(const OpenRegion&) = delete;
};

}  // namespace internal

/// Tasks beside the calling thread, for work that comes piece by piece. Each writes to a place of its own.
/// Loops inside a task run inline, as in the body of parallel_for(). One thread at a time may call.
class TaskQueue {
 public:
  /// So many tasks run at once (0 = as many as cores; 1 = in start() itself).
  explicit TaskQueue(int workers);
  /// Waits for what runs; its failures are lost.
  ~TaskQueue();
  TaskQueue(const TaskQueue&) = delete;
  TaskQueue& operator=(const TaskQueue&) = delete;

  std::size_t size() const { return running_.size(); }
  bool is_full() const { return running_.size() >= most_; }
  /// Where the queue is full, the oldest task must be finished first.
  void start(std::function<void()> task);
  /// Waits for the oldest task. What it threw comes out of here.
  void finish_oldest();

 private:
  std::size_t most_;
  std::optional<internal::OpenRegion> region_;
  std::deque<std::future<void>> running_;
};

}  // namespace smartcrop
