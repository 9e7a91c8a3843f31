// Parallel loops and background tasks. Results have the same bits with any number of threads.
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <optional>

namespace smartcrop {

/// Number of workers worth starting for `items` items: 1 for 0 or 1 item, min(2, cores) for 2 or 3,
/// min(cores, items) for more. At most `max_workers` if that is > 0.
int optimal_worker_count(std::size_t items, int max_workers = 0);

/// Calls body(i) once for each i in [0, count), on at most `workers` threads, of which the calling thread is
/// one (0 = all cores; 1 = inline, in order). Thread-safe.
///
/// The body must write only to the slot of its own index; add up the slots afterwards, in index order. Then
/// results do not depend on the number of workers. If a body throws, no further index is started, running
/// bodies finish, and the exception of the lowest index is rethrown, the same one for any number of workers.
/// Nested calls run inline. Throws std::invalid_argument if `workers` is negative.
///
/// OpenCV's own parallel loops run inline in a body, so that their results depend neither on the number of
/// cores nor on other threads (the bits of cv::DISOpticalFlow depend on how its work is divided). OpenCV runs
/// a cv::parallel_for_ inline while another one is active anywhere in the process. Therefore all loops of the
/// process share one cv::parallel_for_, which provides the threads and stays active until the last loop has
/// ended. A process must not call cv::parallel_for_ itself at the same time, or OpenCV's loops may not run
/// inline. Starting the shared one costs about 0.1 ms.
void parallel_for(std::size_t count, int workers, const std::function<void(std::size_t)>& body);

namespace internal {

/// While an object of this class exists, OpenCV's own parallel loops run inline in all threads of the
/// process.
class OpenRegion {
 public:
  OpenRegion();
  ~OpenRegion();
  OpenRegion(const OpenRegion&) = delete;
  OpenRegion& operator=(const OpenRegion&) = delete;
};

}  // namespace internal

/// Number of background tasks to run beside a loop of `workers` workers (0 = all cores): half as many, none
/// beside one worker.
int tasks_beside(int workers);

/// Runs tasks in background threads, for work that arrives piece by piece. Each task must write only to its
/// own slot. Loops inside a task run inline, as in the body of parallel_for(). One thread at a time may use a
/// queue.
class TaskQueue {
 public:
  /// `most`: number of tasks that may run at once, >= 0; 0 = start() itself runs the task.
  explicit TaskQueue(int most);
  /// Waits for running tasks. Their exceptions are dropped.
  ~TaskQueue();
  TaskQueue(const TaskQueue&) = delete;
  TaskQueue& operator=(const TaskQueue&) = delete;

  std::size_t size() const { return running_.size(); }
  bool is_full() const { return running_.size() >= std::max<std::size_t>(1, most_); }
  /// Starts a task. The queue must not be full.
  void start(std::function<void()> task);
  /// Waits for the oldest task and rethrows its exception. The queue must not be empty.
  void finish_oldest();
  /// Waits for all tasks; rethrows the first exception that it finds, with the younger tasks left in the
  /// queue.
  void finish_all();

 private:
  std::size_t most_;
  std::optional<internal::OpenRegion> region_;
  std::deque<std::future<void>> running_;
};

}  // namespace smartcrop
