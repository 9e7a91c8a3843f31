#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "support/media.hpp"
#include "support/process.hpp"

namespace smartcrop::test {

/// Runs an app of this build: app("analyze", {"video.mp4"}) runs smartcrop-analyze.
inline ProcessResult app(const std::string& verb, std::vector<std::string> arguments,
                         const std::string& input = {}) {
  arguments.insert(arguments.begin(), SMARTCROP_TEST_BINARY_DIR "/bin/smartcrop-" + verb);
  return run(arguments, input);
}

/// Number of line breaks.
inline long lines(const std::string& text) {
  return std::count(text.begin(), text.end(), '\n');
}

/// The text of a file.
std::string file_text(const std::string& path);
void write_file(const std::string& path, const std::string& text);

/// What `ffprobe -show_entries ENTRIES -of csv=p=0` says of the streams that `select` names (v, a).
std::string ffprobe(const std::string& path, const std::string& select, const std::string& entries);

/// The md5 of a file's packets of one kind, taken without decoding.
std::string stream_md5(const std::string& path, const std::string& select);

/// A video of 50 frames: a red square of 40 px that crosses a gray frame of 320x180 from left to right, 5 px
/// a frame from x = 10.
std::string crossing();

}  // namespace smartcrop::test
