#include "in_order.hpp"

#include <utility>

namespace smartcrop::internal {

InOrder::InOrder(std::function<void(const SmallFrame&)> receiver, std::size_t parts, std::size_t most_waiting)
    : receiver_(std::move(receiver)),
      most_waiting_(most_waiting),
      waiting_(parts),
      has_ended_(parts, false) {}

void InOrder::add(std::size_t part, SmallFrame frame) {
  std::unique_lock lock(mutex_);
  // The current part's reader waits only for one who is handing over: all others are let on in the end.
  moved_on_.wait(lock, [&] {
    return is_stopped_ || waiting_count_ < most_waiting_ || (part == current_ && !is_handing_over_);
  });
  if (is_stopped_) return;
  waiting_[part].push_back(std::move(frame));
  ++waiting_count_;
  hand_over(lock);
}

void InOrder::end(std::size_t part) {
  std::unique_lock lock(mutex_);
  has_ended_[part] = true;
  hand_over(lock);
}

void InOrder::stop() {
  const std::lock_guard lock(mutex_);
  is_stopped_ = true;
  moved_on_.notify_all();
}

void InOrder::hand_over(std::unique_lock<std::mutex>& lock) {
  if (is_handing_over_) return;
  is_handing_over_ = true;
  while (!is_stopped_ && current_ < waiting_.size()) {
    std::deque<SmallFrame>& frames = waiting_[current_];
    if (frames.empty()) {
      if (!has_ended_[current_]) break;
      ++current_;
      moved_on_.notify_all();
      continue;
    }
    SmallFrame frame = std::move(frames.front());
    frames.pop_front();
    --waiting_count_;
    frame.index = next_index_.value_or(frame.index);
    next_index_ = frame.index + 1;
    moved_on_.notify_all();
    lock.unlock();
    try {
      receiver_(frame);
    } catch (...) {
      lock.lock();
      is_handing_over_ = false;
      is_stopped_ = true;
      moved_on_.notify_all();
      throw;
    }
    lock.lock();
  }
  is_handing_over_ = false;
  moved_on_.notify_all();
}

}  // namespace smartcrop::internal
