#include "common/descriptor.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "common/app.hpp"

namespace smartcrop::app {

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno != EINTR) return false;
    if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool wait_for_input(int descriptor, std::optional<std::chrono::milliseconds> patience) {
  using Clock = std::chrono::steady_clock;
  // A signal between the look at the token and the wait would go unnoticed for this long.
  constexpr std::chrono::milliseconds kLook{100};
  const Clock::time_point begin = Clock::now();
  while (true) {
    interrupt().throw_if_canceled();
    std::chrono::milliseconds wait = kLook;
    if (patience) {
      wait = std::min(
          wait, *patience - std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin));
    }
    if (wait.count() < 0) return false;
    pollfd watched{descriptor, POLLIN, 0};
    if (poll(&watched, 1, static_cast<int>(wait.count())) > 0) return true;
    if (wait.count() == 0) return false;
  }
}

std::optional<std::string> read_line(int descriptor, std::string& begun) {
  while (true) {
    if (const std::size_t end = begun.find('\n'); end != std::string::npos) {
      std::string line = begun.substr(0, end);
      begun.erase(0, end + 1);
      return line;
    }
    wait_for_input(descriptor);
    char byte = 0;
    const ssize_t count = read(descriptor, &byte, 1);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count <= 0) {
      if (begun.empty()) return std::nullopt;
      return std::exchange(begun, {});
    }
    begun += byte;
  }
}

}  // namespace smartcrop::app
