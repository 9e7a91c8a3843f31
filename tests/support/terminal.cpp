#include "support/terminal.hpp"

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

namespace smartcrop::test {

namespace {
constexpr int kPoll_ms = 100;
constexpr int kPatience = 300;  // polls without a word before a program counts as hanging
}  // namespace

bool Terminal::read_some() {
  pollfd watched{descriptor_, POLLIN, 0};
  if (poll(&watched, 1, kPoll_ms) <= 0) return ++quiet_polls_ < kPatience;
  quiet_polls_ = 0;
  std::array<char, 65536> buffer{};
  const ssize_t count = read(descriptor_, buffer.data(), buffer.size());
  if (count <= 0) return false;  // EIO: nobody holds the other side any more
  seen_.append(buffer.data(), static_cast<std::size_t>(count));
  return true;
}

bool Terminal::expect(const std::string& text) {
  quiet_polls_ = 0;
  while (true) {
    const std::size_t found = seen_.find(text, expected_);
    if (found != std::string::npos) {
      expected_ = found + text.size();
      return true;
    }
    if (!read_some()) return false;
  }
}

void Terminal::type(const std::string& text) const {
  if (write(descriptor_, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    throw std::runtime_error("cannot type on the terminal");
}

void Terminal::drain() {
  quiet_polls_ = 0;
  while (read_some()) {
  }
}

ProcessResult run_on_terminal(const std::vector<std::string>& command,
                              const std::function<void(Terminal&)>& conversation) {
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  winsize size{25, 80, 640, 400};
  int descriptor = -1;
  const pid_t pid = forkpty(&descriptor, nullptr, nullptr, &size);
  if (pid < 0) throw std::runtime_error("cannot make a pseudo-terminal");
  if (pid == 0) {
    setenv("TERM", "xterm", 1);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  Terminal terminal(descriptor, pid);
  conversation(terminal);
  terminal.drain();
  close(descriptor);  // a program that still runs loses its terminal, and with it its life
  int status = 0;
  waitpid(pid, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), terminal.seen(), {}};
}

}  // namespace smartcrop::test
