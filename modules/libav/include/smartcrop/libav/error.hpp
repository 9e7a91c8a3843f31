// Turns FFmpeg's return values into messages and exceptions, and sets FFmpeg up for this process.
#pragma once

#include <string>

namespace smartcrop::libav {

/// FFmpeg's message for a negative return value, e.g. "Invalid data found when processing input".
std::string error_text(int code);

/// Throws Error("WHAT: message of the code") if `code` is negative; throws Canceled for AVERROR_EXIT, which
/// the interrupt callback causes. Returns `code` otherwise.
int check(int code, const std::string& what);

/// Sets FFmpeg up, once per process. Switches its log output off, because the library never prints, and
/// limits the size of one allocation: a file header that claims 2^31 frames is then an error instead of an
/// index of gigabytes. All functions here that open something call it.
void set_up_ffmpeg();

}  // namespace smartcrop::libav
