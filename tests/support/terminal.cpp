#include "support/terminal.hpp"

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <stdexcept>

namespace smartcrop::test {

bool Terminal::read_some() {
  pollfd watched{descriptor_, POLLIN, 0};
  if (poll(&watched, 1, 100) <= 0) return true;
  std::array<char, 65536> buffer{};
  const ssize_t count = read(descriptor_, buffer.data(), buffer.size());
  if (count <= 0) return false;  // EIO: nobody holds the other side any more
  seen_.append(buffer.data(), static_cast<std::size_t>(count));
  return true;
}

bool Terminal::expect(const std::string& text) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (true) {
    const std::size_t found = seen_.find(text, expected_);
    if (found != std::string::npos) {
      expected_ = found + text.size();
      return true;
    }
    if (std::chrono::steady_clock::now() > end || !read_some()) return false;
  }
}

void Terminal::type(const std::string& text) const {
  if (write(descriptor_, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    throw std::runtime_error("cannot type on the terminal");
}

void Terminal::drain() {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (std::chrono::steady_clock::now() < end && read_some()) {
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
