#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop::internal {

/// Hands over frames in order that several readers bring, each the parts it is reading. Whoever brings a
/// frame that is next hands over all that can be, so nobody waits for somebody else's work; but who is far
/// ahead waits, so that few frames wait. Frames are numbered on from the first one's index.
class InOrder {
 public:
  /// `most_waiting`: see FrameSink.
  InOrder(std::function<void(const SmallFrame&)> receiver, std::size_t parts, std::size_t most_waiting);

  /// The next frame of a part. What the receiver throws comes out of here.
  void add(std::size_t part, SmallFrame frame);
  /// No more frames of a part, which the same thread brought.
  void end(std::size_t part);
  /// Nobody is to wait any longer: what was brought may never be handed over.
  void stop();

 private:
  void hand_over(std::unique_lock<std::mutex>& lock);

  const std::function<void(const SmallFrame&)> receiver_;
  const std::size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable moved_on_;
  std::vector<std::deque<SmallFrame>> waiting_;  ///< by part
  std::vector<bool> has_ended_;
  std::size_t current_ = 0;  ///< part
  std::size_t waiting_count_ = 0;
  std::optional<FrameIndex> next_index_;
  bool is_handing_over_ = false;
  bool is_stopped_ = false;
};

}  // namespace smartcrop::internal
