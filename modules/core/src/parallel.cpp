#include "smartcrop/core/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <opencv2/core/utility.hpp>
#include <stdexcept>
#include <string>
#include <utility>

namespace smartcrop {
namespace {

thread_local bool inside_parallel_for = false;

class NestingGuard {
 public:
  NestingGuard() : outer_(inside_parallel_for) { inside_parallel_for = true; }
  ~NestingGuard() { inside_parallel_for = outer_; }
  NestingGuard(const NestingGuard&) = delete;
  NestingGuard& operator=(const NestingGuard&) = delete;

 private:
  bool outer_;
};

std::size_t core_count() {
  return static_cast<std::size_t>(std::max(1, cv::getNumberOfCPUs()));
}

/// Hands out indices in rising order and stops after a failure. Every index below a failed one has been
/// handed out by then and still runs, so the failure kept is that of the lowest throwing index for any number
/// of workers.
class SharedLoop {
 public:
  SharedLoop(std::size_t count, const std::function<void(std::size_t)>& body) : count_(count), body_(body) {}

  void work() {
    const NestingGuard guard;
    while (!failed_.load(std::memory_order_relaxed)) {
      const std::size_t i = next_.fetch_add(1, std::memory_order_relaxed);
      if (i >= count_) return;
      try {
        body_(i);
      } catch (...) {
        keep(i, std::current_exception());
      }
    }
  }

  void rethrow_failure() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  void keep(std::size_t i, std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    if (!failure_ || i < failure_index_) {
      failure_ = std::move(failure);
      failure_index_ = i;
    }
    failed_.store(true, std::memory_order_relaxed);
  }

  const std::size_t count_;
  const std::function<void(std::size_t)>& body_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  std::exception_ptr failure_;
  std::size_t failure_index_ = 0;
};

/// Orders the caller's writes before the stripes and theirs before its return by means of this file. OpenCV
/// does so too, but inside libraries that a thread sanitizer does not see into.
std::atomic<unsigned> handover{0};

/// One stripe per worker.
class Stripes final : public cv::ParallelLoopBody {
 public:
  explicit Stripes(SharedLoop& loop) : loop_(loop) {}

  void operator()(const cv::Range& stripes) const override {
    handover.load(std::memory_order_acquire);
    for (int stripe = stripes.start; stripe < stripes.end; ++stripe) loop_.work();
    handover.fetch_add(1, std::memory_order_release);
  }

 private:
  SharedLoop& loop_;
};

}  // namespace

int optimal_worker_count(std::size_t items, int max_workers) {
  if (items <= 1) return 1;
  const std::size_t useful = std::min(core_count(), items <= 3 ? std::size_t{2} : items);
  const int workers = static_cast<int>(useful);
  return max_workers > 0 ? std::min(workers, max_workers) : workers;
}

void parallel_for(std::size_t count, int workers, const std::function<void(std::size_t)>& body) {
  if (workers < 0) {
    throw std::invalid_argument("workers " + std::to_string(workers) + " must be 0 (all cores) or more");
  }
  const std::size_t wanted = workers == 0 ? core_count() : static_cast<std::size_t>(workers);
  const int threads = static_cast<int>(std::min(wanted, count));
  if (threads <= 1 || inside_parallel_for) {
    // Inside a loop of its own, however short, OpenCV runs what it would share out inline.
    cv::parallel_for_(cv::Range(0, 1), [&](const cv::Range&) {
      const NestingGuard guard;
      for (std::size_t i = 0; i < count; ++i) body(i);
    });
    return;
  }
  SharedLoop loop(count, body);
  const Stripes stripes(loop);
  handover.fetch_add(1, std::memory_order_release);
  cv::parallel_for_(cv::Range(0, threads), stripes, threads);
  handover.load(std::memory_order_acquire);
  loop.rethrow_failure();
}

}  // namespace smartcrop
