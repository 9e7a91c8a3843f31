// The exceptions of this library: Error for files, codecs and devices; Canceled and TimedOut for work that
// was stopped.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace smartcrop {

/// A failure outside the program: a file that cannot be opened or decoded, a full disk, a missing codec.
/// `what()` is one line that says what went wrong, where (path, time) and, where it helps, what to do. A
/// caller's own mistake (an option out of range) is a `std::invalid_argument` instead.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Thrown by a long-running call after its CancellationToken was canceled. It leaves no files behind. Not an
/// Error: code that survives an Error (a damaged stream, one video of many) must still stop.
class Canceled : public std::runtime_error {
 public:
  Canceled() : std::runtime_error("canceled") {}
};

/// The input delivered no data within its timeout. Not an Error, for the same reason as Canceled.
class TimedOut : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws std::invalid_argument that lists all problems after `what`. Does nothing if there are none.
void throw_if_any(const std::string& what, const std::vector<std::string>& problems);

}  // namespace smartcrop
