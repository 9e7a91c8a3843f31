#include "smartcrop/core/parallel.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <opencv2/core/utility.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

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

/// How long the region stays open without a loop: rendering has one loop after another, and opening costs as
/// much as a short one.
constexpr std::chrono::milliseconds kLinger{5};

/// The one cv::parallel_for_ of the process, open as long as any loop runs and a little longer. A thread of
/// its own opens it: the loop that comes first need not be the one that ends last. The threads that OpenCV
/// lends help with whatever loop has indices left.
class SharedRegion {
 public:
  static SharedRegion& instance() {
    static SharedRegion region;
    return region;
  }

  SharedRegion() = default;
  SharedRegion(const SharedRegion&) = delete;
  SharedRegion& operator=(const SharedRegion&) = delete;
  ~SharedRegion() {
    {
      const std::lock_guard lock(mutex_);
      is_closing_ = true;
    }
    changed_.notify_all();
    if (!opener_.joinable()) return;
    // A forked process has no copy of the thread.
    if (opener_process_ == getpid()) {
      opener_.join();
    } else {
      opener_.detach();
    }
  }

  /// Returns when the region is open.
  void enter() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !is_closing_; });
    if (!is_open_ && users_ == 0) {
      if (opener_.joinable()) opener_.join();  // it has ended
      opener_ = std::thread([this] { open(); });
      opener_process_ = getpid();
    }
    ++users_;
    changed_.wait(lock, [this] { return is_open_; });
  }

  void leave() {
    {
      const std::lock_guard lock(mutex_);
      --users_;
    }
    changed_.notify_all();
  }

  /// Works on the loop with at most so many helpers beside the calling thread. Call between enter() and
  /// leave().
  void run(SharedLoop& loop, int helpers) {
    Offer offer{loop, helpers, 0};
    {
      const std::lock_guard lock(mutex_);
      offers_.push_back(&offer);
    }
    changed_.notify_all();
    loop.work();
    std::unique_lock lock(mutex_);
    std::erase(offers_, &offer);
    changed_.wait(lock, [&] { return offer.at_work == 0; });
  }

 private:
  struct Offer {
    SharedLoop& loop;
    int wanted;   ///< helpers that may still join
    int at_work;  ///< helpers that have joined and not left
  };

  void open() {
    const int helpers = static_cast<int>(std::max<std::size_t>(2, core_count())) - 1;
    const auto help_each = [this](const cv::Range& range) {
      for (int i = range.start; i < range.end; ++i) help();
    };
    cv::parallel_for_(cv::Range(0, helpers), help_each, helpers);
    {
      const std::lock_guard lock(mutex_);
      is_closing_ = is_open_ = false;
    }
    changed_.notify_all();
  }

  void help() {
    std::unique_lock lock(mutex_);
    if (is_closing_) return;
    is_open_ = true;
    changed_.notify_all();
    while (Offer* const offer = wait_for_offer(lock)) {
      --offer->wanted;
      ++offer->at_work;
      lock.unlock();
      offer->loop.work();
      lock.lock();
      --offer->at_work;
      changed_.notify_all();
    }
  }

  /// nullptr when the region is to be closed.
  Offer* wait_for_offer(std::unique_lock<std::mutex>& lock) {
    for (;;) {
      if (is_closing_) return nullptr;
      if (Offer* const offer = wanting()) return offer;
      if (users_ > 0) {
        changed_.wait(lock);
      } else if (!changed_.wait_for(lock, kLinger, [this] { return users_ > 0 || is_closing_; })) {
        is_closing_ = true;
        changed_.notify_all();
      }
    }
  }

  Offer* wanting() const {
    const auto found = std::ranges::find_if(offers_, [](const Offer* offer) { return offer->wanted > 0; });
    return found == offers_.end() ? nullptr : *found;
  }

  std::mutex mutex_;
  std::condition_variable changed_;  // of anything below
  int users_ = 0;
  bool is_open_ = false, is_closing_ = false;
  std::thread opener_;
  pid_t opener_process_ = 0;
  std::vector<Offer*> offers_;
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
  if (count == 0) return;
  const auto run_inline = [&] {
    const NestingGuard guard;
    for (std::size_t i = 0; i < count; ++i) body(i);
  };
  if (inside_parallel_for) return run_inline();
  const internal::OpenRegion region;
  if (threads <= 1) return run_inline();
  SharedLoop loop(count, body);
  SharedRegion::instance().run(loop, threads - 1);
  loop.rethrow_failure();
}

internal::OpenRegion::OpenRegion() {
  SharedRegion::instance().enter();
}

internal::OpenRegion::~OpenRegion() {
  SharedRegion::instance().leave();
}

int tasks_beside(int workers) {
  const int threads = workers > 0 ? workers : static_cast<int>(core_count());
  return threads > 1 ? std::max(1, threads / 2) : 0;
}

TaskQueue::TaskQueue(int most) : most_(static_cast<std::size_t>(std::max(0, most))) {
  if (most < 0)
    throw std::invalid_argument("TaskQueue: " + std::to_string(most) + " tasks, must be 0 or more");
  if (most_ > 0) region_.emplace();
}

TaskQueue::~TaskQueue() {
  for (const std::future<void>& task : running_) task.wait();
}

void TaskQueue::start(std::function<void()> task) {
  if (is_full()) throw std::logic_error("TaskQueue: full");
  const auto policy = most_ > 0 ? std::launch::async : std::launch::deferred;
  running_.push_back(std::async(policy, [run = std::move(task)] {
    const NestingGuard guard;
    run();
  }));
  if (most_ == 0) running_.back().wait();
}

void TaskQueue::finish_oldest() {
  std::future<void> oldest = std::move(running_.front());
  running_.pop_front();
  oldest.get();
}

void TaskQueue::finish_all() {
  while (!running_.empty()) finish_oldest();
}

}  // namespace smartcrop
