#pragma once

#include <string>

#include "smartcrop/libav/handles.hpp"

namespace smartcrop::internal {

/// A stream as messages name it: kind, number, and codec, or what is known of it where FFmpeg has no codec,
/// e.g. "data stream 3 (gpmd, GoPro MET)".
std::string name_of(const AVStream& stream);

}  // namespace smartcrop::internal
