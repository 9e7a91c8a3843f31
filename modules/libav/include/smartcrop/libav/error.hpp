// FFmpeg's return values as words and exceptions, and its set-up for this process.
#pragma once

#include <string>

namespace smartcrop::libav {

/// FFmpeg's message for a negative return value, e.g. "Invalid data found when processing input".
std::string error_text(int code);

/// Throws Error("WHAT: message of the code") where `code` is negative; Canceled for AVERROR_EXIT, which the
/// interrupt callback causes. Returns `code` otherwise.
int check(int code, const std::string& what);

/// Sets FFmpeg up, once for the process: its own printing is switched off (the library never prints), and a
/// single allocation is bounded, so that a header that claims 2^31 frames is an error and not an index of
/// gigabytes. Called by everything here that opens something.
void set_up_ffmpeg();

}  // namespace smartcrop::libav
