#include "smartcrop/core/progress.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "smartcrop/core/error.hpp"

namespace smartcrop {

ProgressTracker::ProgressTracker(std::int64_t total, ProgressCallback callback)
    : total_(std::max<std::int64_t>(0, total)), callback_(std::move(callback)) {}

void ProgressTracker::update(std::int64_t current, std::optional<std::int64_t> total) {
  const std::lock_guard lock(mutex_);
  const std::int64_t new_total = std::max<std::int64_t>(0, total.value_or(total_));
  if (current < current_ && new_total == total_) return;
  current_ = std::max(current_, current);
  total_ = new_total;
  report();
}

void ProgressTracker::advance(std::int64_t count) {
  const std::lock_guard lock(mutex_);
  update(current_ + count);
}

void ProgressTracker::complete() {
  const std::lock_guard lock(mutex_);
  total_ = std::max(total_, current_);
  current_ = total_;
  report();
}

std::int64_t ProgressTracker::current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

std::int64_t ProgressTracker::total() const {
  const std::lock_guard lock(mutex_);
  return total_;
}

int ProgressTracker::percent() const {
  const std::lock_guard lock(mutex_);
  if (total_ == 0) return 0;
  if (current_ >= total_) return 100;
  const bool fits = current_ <= std::numeric_limits<std::int64_t>::max() / 100;
  return static_cast<int>(fits ? current_ * 100 / total_ : current_ / (total_ / 100));
}

bool ProgressTracker::is_complete() const {
  const std::lock_guard lock(mutex_);
  return total_ > 0 && current_ >= total_;
}

std::string ProgressTracker::text() const {
  const std::lock_guard lock(mutex_);
  return std::to_string(current_) + '/' + std::to_string(total_) + " (" + std::to_string(percent()) + "%)";
}

void ProgressTracker::report() {
  if (callback_) callback_(current_, total_);
}

void CancellationToken::throw_if_canceled() const {
  if (is_canceled()) throw Canceled();
}

}  // namespace smartcrop
