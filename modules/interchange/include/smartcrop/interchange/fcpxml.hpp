#pragma once

#include <string>

#include "smartcrop/interchange/timeline.hpp"

namespace smartcrop {

/// FCPXML 1.9 for Final Cut Pro and DaVinci Resolve, see docs/exports.md. `path`: of the video, as the file
/// is to name it. The timeline must count at a standard rate.
std::string write_fcpxml(const Timeline& timeline, const std::string& path);

/// `file:` URL of a path.
std::string file_url(const std::string& path);

}  // namespace smartcrop
