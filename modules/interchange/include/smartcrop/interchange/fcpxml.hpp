#pragma once

#include <string>

#include "smartcrop/interchange/timeline.hpp"

namespace smartcrop {

/// FCPXML 1.9 for Final Cut Pro and DaVinci Resolve, see docs/exports.md. `path`: the video's path in the
/// file. The timeline must have a standard frame rate.
std::string write_fcpxml(const Timeline& timeline, const std::string& path);

/// The `file:` URL of a path.
std::string file_url(const std::string& path);

}  // namespace smartcrop
