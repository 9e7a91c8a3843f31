#pragma once

#include <string>
#include <vector>

#include "smartcrop/core/progress.hpp"

namespace smartcrop::app {

/// How a program ended.
struct ChildResult {
  int exit_code = 0;     ///< 128 + signal where a signal ended it
  std::string out, err;  ///< what it wrote, at most its last 64 KiB each
};

/// Runs a program without a standard input and waits for it. It is asked to end (SIGTERM) when this program
/// is killed or `cancellation` comes, and waited for in that case too; then Canceled is thrown. May be
/// called by several threads. Throws Error where no process can be started.
ChildResult run_child(const std::vector<std::string>& command, const CancellationToken& cancellation);

}  // namespace smartcrop::app
