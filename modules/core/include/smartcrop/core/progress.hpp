// Progress reports and cancellation of long-running calls. Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace smartcrop {

/// Called with work done and total work, both in the unit of the caller (mostly frames). `done` never
/// decreases and calls never overlap, whichever thread they come from. `total` is 0 while unknown.
using ProgressCallback = std::function<void(std::int64_t done, std::int64_t total)>;

/// Counts work and reports it. Thread-safe: update() may be called from any thread; reports that would go
/// backwards are dropped. The callback runs under the tracker's lock: it may read the tracker but not update
/// it. The call that reported passes on what it throws.
class ProgressTracker {
 public:
  explicit ProgressTracker(std::int64_t total = 0, ProgressCallback callback = {});

  void update(std::int64_t current, std::optional<std::int64_t> total = std::nullopt);
  void advance(std::int64_t count = 1);
  /// Sets current to total. If the total was unknown or exceeded, sets total to current.
  void complete();

  std::int64_t current() const;
  std::int64_t total() const;
  /// Whole per cent done, rounded down, 0..100; 0 when the total is 0.
  int percent() const;
  /// Whether a known total has been reached.
  bool is_complete() const;
  /// `5/25 (20%)`
  std::string text() const;

 private:
  void report();

  mutable std::recursive_mutex mutex_;
  std::int64_t current_ = 0;
  std::int64_t total_ = 0;
  ProgressCallback callback_;
};

/// A flag by which one thread tells another to stop. Copies share the flag; cancel() is safe in a
/// signal handler.
class CancellationToken {
 public:
  CancellationToken() : flag_(std::make_shared<std::atomic<bool>>(false)) {}

  void cancel() const noexcept { flag_->store(true, std::memory_order_relaxed); }
  bool is_canceled() const noexcept { return flag_->load(std::memory_order_relaxed); }
  /// Throws Canceled after cancel().
  void throw_if_canceled() const;

 private:
  static_assert(std::atomic<bool>::is_always_lock_free);
  std::shared_ptr<std::atomic<bool>> flag_;
};

}  // namespace smartcrop
