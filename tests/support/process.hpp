#pragma once

#include <functional>
#include <string>
#include <vector>

namespace smartcrop::test {

/// What a program did.
struct ProcessResult {
  int exit_code = 0;  ///< 128 + signal where a signal ended it
  std::string out;    ///< stdout
  std::string err;    ///< stderr
};

/// Runs a program (found on PATH where it has no slash) and waits for it. `input` goes to its stdin.
/// `while_running` is called once with its process id right after the start.
/// Throws std::runtime_error where it cannot be started.
ProcessResult run(const std::vector<std::string>& command, const std::string& input = {},
                  const std::function<void(int pid)>& while_running = {});

}  // namespace smartcrop::test
