#include "common/descriptor.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

#include "common/app.hpp"

namespace smartcrop::app {
namespace {

/// Waits until the descriptor can be read. Throws Canceled soon after an interrupt.
void wait_for_input(int descriptor) {
  // A signal that arrives between the check of the token and poll() is noticed after this time.
  constexpr int kCheckEvery_ms = 100;
  pollfd watched{descriptor, POLLIN, 0};
  do {
    interrupt().throw_if_canceled();
  } while (poll(&watched, 1, kCheckEvery_ms) <= 0);
}

}  // namespace

bool is_closed_pipe(int descriptor) {
  pollfd watched{descriptor, POLLOUT, 0};
  return poll(&watched, 1, 0) > 0 && (watched.revents & POLLERR) != 0;
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno != EINTR) return false;
    if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

std::optional<std::string> read_line(int descriptor) {
  std::string line;
  while (true) {
    wait_for_input(descriptor);
    char byte = 0;
    const ssize_t count = read(descriptor, &byte, 1);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count <= 0) return line.empty() ? std::nullopt : std::optional(line);
    if (byte == '\n') return line;
    line += byte;
  }
}

}  // namespace smartcrop::app
