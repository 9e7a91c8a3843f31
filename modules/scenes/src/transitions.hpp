#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "smartcrop/scenes/shot_detector.hpp"

/// The tests for cuts, dissolves and wipes over a window of frames that slides along the video.
namespace smartcrop::internal {

/// Frames looked at after the one that is judged; at least 3, and as long as a flash may last at 60 fps.
inline constexpr int kLookAhead = 12;

/// One frame of the window.
struct WindowFrame {
  ShotFeatures features;
  double change = 0;  ///< picture_change() to the frame before; 0 for the first
  double mean = 0;    ///< of luma, codes
  double contrast = 0;
  bool flat = false;
};

/// The last frames, by their position: 0 for the first frame of the video.
class FrameWindow {
 public:
  void push(const ShotFeatures& features);

  std::int64_t begin() const { return begin_; }
  std::int64_t end() const { return begin_ + static_cast<std::int64_t>(frames_.size()); }
  const WindowFrame& operator[](std::int64_t position) const {
    return frames_[static_cast<std::size_t>(position - begin_)];
  }
  double seconds_between(std::int64_t earlier, std::int64_t later) const;

 private:
  std::deque<WindowFrame> frames_;
  std::int64_t begin_ = 0;
};

/// How clearly a hard cut comes right before the frame at `position` (0..1), or none.
/// Looks at most kLookAhead frames ahead, as far as there are any.
std::optional<double> cut_before(const FrameWindow& window, std::int64_t position,
                                 const ShotOptions& options);

/// A dissolve or wipe from the frame at `first` to that at `last`.
struct Transition {
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::int64_t middle = 0;  ///< first frame that is nearer to the end than to the beginning
  FrameIndex middle_frame;
  Time first_time, middle_time, last_time;
  double residual =
      0;  ///< what is left unexplained, 0..1: see Mix, the largest of the inner frames; see Wipe
};

/// The clearest dissolve or wipe whose last frame is at `position` and whose first is not before `earliest`,
/// or none.
std::optional<Transition> transition_until(const FrameWindow& window, std::int64_t position,
                                           std::int64_t earliest, const ShotOptions& options);

}  // namespace smartcrop::internal
