#pragma once

#include <memory>
#include <string>

#include "smartcrop/video/frame_source.hpp"

/// The one entry of the library smartcrop_capture. Sets `source`, or `error` if that fails. The name
/// carries the version of the layout of FrameSource, VideoInfo and Frame: raise it with every change there.
extern "C" __attribute__((visibility("default"))) void smartcrop_open_capture_2(
    const std::string& name, std::unique_ptr<smartcrop::FrameSource>& source, std::string& error);
