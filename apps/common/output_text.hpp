#pragma once

#include <string>

namespace smartcrop::app {

/// Writes a text file that appears under its name only when complete, replacing one that is there; "-" is
/// stdout. `input`, the video, is never written over. Throws Error naming the path.
void write_text(const std::string& path, const std::string& text, const std::string& input);

/// Reads a text file whole. Throws Error naming the path.
std::string read_text(const std::string& path);

}  // namespace smartcrop::app
