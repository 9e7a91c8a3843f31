#pragma once

#include <string>

namespace smartcrop::libav {

/// FFmpeg's words for a negative return value, e.g. "Invalid data found when processing input".
std::string error_text(int code);

/// Throws Error("WHAT: words for the code") where `code` is negative; Cancelled for AVERROR_EXIT, which the
/// interrupt callback causes. Returns `code` otherwise.
int check(int code, const std::string& what);

/// FFmpeg's own printing is switched off, once for the process: the library never prints. Called by
/// everything here that opens something.
void silence_log();

}  // namespace smartcrop::libav
