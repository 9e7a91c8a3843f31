#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace smartcrop {

/// A failure of the outside world: a file that cannot be opened or decoded, a full disk, a missing codec.
/// `what()` is one line that says what went wrong, where (path, time) and, where it helps, what to do.
/// A caller's own mistake (an option out of range) is a `std::invalid_argument` instead.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Thrown out of a long-running call after its CancellationToken was canceled. Nothing is left behind.
class Canceled : public Error {
 public:
  Canceled() : Error("canceled") {}
};

/// Input that delivered nothing for as long as it was given.
class TimedOut : public Error {
 public:
  using Error::Error;
};

/// Throws std::invalid_argument listing every problem, prefixed by `what`; does nothing when there is none.
void throw_if_any(const std::string& what, const std::vector<std::string>& problems);

}  // namespace smartcrop
