#pragma once

#include <optional>

#include "smartcrop/core/progress.hpp"
#include "smartcrop/video/frame_source.hpp"

namespace smartcrop {

struct RepresentativeOptions {
  /// Number of key frames to compare, spread evenly over the range. 48 take 0.3 s to decode at 1080p.
  int key_frames = 48;
  /// If the range has fewer than `few_key_frames` key frames, all frames are compared, at most `frames` of
  /// them.
  int few_key_frames = 8;
  int frames = 1500;
  CancellationToken cancellation = {};

  std::vector<std::string> problems() const;
};

/// A representative frame of [start, end) of a video; `end` nullopt = to its end. Samples of the range that
/// resemble their neighbors are grouped into shots. The longest shot that is not black or of one color is
/// chosen; of equally long ones the one with the most contrast, which excludes fades. The result is its
/// sample nearest to the shot's mean picture, the same on any machine. Changes the source's position. Throws
/// Error if the range has no frame, Canceled, what the source throws, std::invalid_argument.
Frame representative_frame(FrameSource& source, Time start = {}, std::optional<Time> end = {},
                           const RepresentativeOptions& options = {});

}  // namespace smartcrop
