#pragma once

#include <string>
#include <vector>

#include "smartcrop/core/progress.hpp"

namespace smartcrop::app {

/// The result of a program.
struct ChildResult {
  int exit_code = 0;     ///< 128 + signal if a signal ended it
  std::string out, err;  ///< output, at most the last 64 KiB each
};

/// Runs a program with an empty standard input and waits for it. The program gets SIGTERM if this process
/// dies or on `cancellation`; after a cancellation, Canceled is thrown once it has ended, unless it
/// succeeded. Thread-safe. Throws Error if the process cannot be started.
ChildResult run_child(const std::vector<std::string>& command, const CancellationToken& cancellation);

}  // namespace smartcrop::app
