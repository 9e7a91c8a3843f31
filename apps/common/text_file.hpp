#pragma once

#include <string>

namespace smartcrop::app {

/// Writes a text file, which appears under its name only when complete and replaces an existing file; "-" is
/// stdout. `input`, the video, is never overwritten. Throws Error naming the path, ClosedPipe.
void write_text(const std::string& path, const std::string& text, const std::string& input);

/// Reads a text file whole. Throws Error naming the path.
std::string read_text(const std::string& path);

}  // namespace smartcrop::app
