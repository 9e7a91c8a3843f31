#pragma once

#include <string>

#include "smartcrop/interchange/timeline.hpp"

namespace smartcrop {

/// A CMX3600 edit decision list: cuts and speeds, no windows. The timeline must have a standard frame rate.
/// Throws Error for more than 999 clips.
std::string write_edl(const Timeline& timeline, const std::string& path);

/// `HH:MM:SS:FF` of a frame, or `HH:MM:SS;FF` in drop-frame time code at 29.97 and 59.94 frames a second.
std::string time_code(std::int64_t frame, Rational frame_rate);

}  // namespace smartcrop
