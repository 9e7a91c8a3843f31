#pragma once

#include <string>

#include "smartcrop/interchange/timeline.hpp"

namespace smartcrop {

/// Adobe After Effects keyframe data: position and scale of the whole video's layer in a composition of the
/// output's size. Throws Error for a timeline with two windows or changes of speed, which one layer cannot
/// show.
std::string write_keyframe_text(const Timeline& timeline);

}  // namespace smartcrop
