#pragma once

#include <optional>

#include "smartcrop/core/progress.hpp"
#include "smartcrop/video/frame_source.hpp"

namespace smartcrop {

struct RepresentativeOptions {
  /// Key frames looked at, spread evenly over the range. 48: what an eye takes in of a contact sheet, and 0.3
  /// s of decoding 1080p.
  int key_frames = 48;
  /// Where the range has fewer than `few_key_frames` key frames, every frame is looked at, this many at most.
  int few_key_frames = 8;
  int frames = 1500;
  CancellationToken cancellation = {};

  std::vector<std::string> problems() const;
};

/// A representative frame of [start, end) of a video; `end` none = to its end. Samples of the range that
/// resemble their neighbors are taken together as shots; of the longest shot that shows something (not
/// black, not one even color; of equally long ones that with the most contrast, which none in the middle of
/// a fade has) the sample nearest to the shot's mean picture is returned. The same on any machine. Moves the
/// source. Throws Error where the range holds no frame, Canceled, what the source throws,
/// std::invalid_argument.
Frame representative_frame(FrameSource& source, Time start = {}, std::optional<Time> end = {},
                           const RepresentativeOptions& options = {});

}  // namespace smartcrop
