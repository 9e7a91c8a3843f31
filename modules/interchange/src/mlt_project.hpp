#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "smartcrop/interchange/timeline.hpp"

namespace smartcrop::internal {

/// A keyframe of a rectangle in an MLT file.
struct MltKey {
  std::int64_t frame = 0;  ///< since the filter's beginning
  Place place;             ///< output px
  bool is_held = false;    ///< until the next one, which is then a jump
};

/// A clip of an MLT file, with what its filters do to the picture.
struct MltClip {
  std::string resource;  ///< the video
  double speed = 1;
  std::int64_t start = 0;     ///< frames of the timeline
  std::int64_t in = 0;        ///< frames of the producer
  std::int64_t length = 0;    ///< frames
  std::vector<MltKey> rect;   ///< of the whole frame, by the filter affine; empty = none
  bool is_distorted = false;  ///< the frame fills the rectangle, else it keeps its shape in it
  std::vector<MltKey> area;   ///< what the filter qtcrop leaves; empty = everything
  std::string color;          ///< outside of it: #AARRGGBB
  bool is_blurred = false;
};

/// What an MLT file says of its output and its clips.
struct MltProject {
  cv::Size size;
  Rational frame_rate;
  std::vector<std::vector<MltClip>> tracks;  ///< bottom to top; those with clips of files
};

/// Throws Error beginning with `where` for text that is no MLT file or lacks what every one has.
MltProject parse_mlt(std::string_view xml, const std::string& where);

/// A rectangle at a frame: straight lines between keys, at rest before and after. `keys`: at least one.
Place place_at(const std::vector<MltKey>& keys, std::int64_t frame);

}  // namespace smartcrop::internal
