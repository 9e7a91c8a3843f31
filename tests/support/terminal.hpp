#pragma once

#include <functional>
#include <string>
#include <vector>

#include "support/process.hpp"

namespace smartcrop::test {

/// The other side of a pseudo-terminal: what a person, or a terminal program, sees and types.
class Terminal {
 public:
  Terminal(int descriptor, int pid) : descriptor_(descriptor), pid_(pid) {}

  /// Waits until the program has written `text` after what was expected before; false if it ends first or
  /// is silent for 30 s.
  bool expect(const std::string& text);
  void type(const std::string& text) const;
  int pid() const { return pid_; }
  /// Everything written so far.
  const std::string& seen() const { return seen_; }

  /// Reads on until the program ends.
  void drain();

 private:
  /// False once the program has ended or said nothing for long.
  bool read_some();

  int descriptor_;
  int pid_;
  std::string seen_;
  std::size_t expected_ = 0;
  int quiet_polls_ = 0;
};

/// Runs a program on a pseudo-terminal of its own (stdin, stdout, stderr) of 640x400 px, with TERM=xterm,
/// while `conversation` sees and types. The result's `out` is all that it wrote, with the terminal's line
/// breaks
/// (\r\n). Throws std::runtime_error where it cannot be started.
ProcessResult run_on_terminal(const std::vector<std::string>& command,
                              const std::function<void(Terminal&)>& conversation);

}  // namespace smartcrop::test
