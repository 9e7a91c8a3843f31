#include "common/spooled_input.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include "common/descriptor.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/libav/unfinished.hpp"

namespace smartcrop::app {
namespace {

namespace fs = std::filesystem;

/// As long as FileSourceOptions waits for pipes.
constexpr double kUsualTimeout_s = 30;

/// Waits until the pipe can be read, or has ended.
void wait_for(int pipe, const std::string& path, double timeout_s) {
  constexpr int kLook_ms = 50;
  pollfd waiting{pipe, POLLIN, 0};
  for (double waited_s = 0; poll(&waiting, 1, kLook_ms) <= 0; waited_s += kLook_ms / 1000.0) {
    interrupt().throw_if_canceled();
    if (timeout_s > 0 && waited_s >= timeout_s) {
      throw Error(path + ": delivered nothing for " + decimals(timeout_s, timeout_s < 10 ? 1 : 0) +
                  " s; check its sender, or allow a longer timeout");
    }
  }
}

[[noreturn]] void throw_no_copy(const std::string& path, const std::string& folder) {
  throw Error(folder + ": cannot keep a copy of " + path + ": " + std::strerror(errno) +
              "; TMPDIR names another folder");
}

void copy_to(int file, const std::string& path, const std::string& folder, double timeout_s) {
  const int pipe = open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (pipe < 0) throw Error(path + ": cannot be read: " + std::strerror(errno));
  std::vector<char> bytes(1 << 20);
  try {
    while (true) {
      wait_for(pipe, path, timeout_s);
      const ssize_t count = read(pipe, bytes.data(), bytes.size());
      if (count == 0) break;
      if (count < 0 && errno != EINTR && errno != EAGAIN)
        throw Error(path + ": cannot be read: " + std::strerror(errno));
      if (count > 0 && !write_all(file, {bytes.data(), static_cast<std::size_t>(count)}))
        throw_no_copy(path, folder);
    }
  } catch (...) {
    close(pipe);
    throw;
  }
  close(pipe);
}

}  // namespace

SpooledInput::SpooledInput(const std::string& path, const CommonOptions& common) : name_(path), path_(path) {
  if (!is_pipe(path)) return;
  const std::string folder = libav::temporary_folder();
  note(common, path + ": a pipe is read into a temporary file in " + folder + " first");
  const int file = libav::open_nameless_file(folder);
  if (file < 0) throw_no_copy(path, folder);
  try {
    copy_to(file, path, folder, common.timeout_s.value_or(kUsualTimeout_s));
  } catch (...) {
    close(file);
    throw;
  }
  file_ = file;
  path_ = "/proc/self/fd/" + std::to_string(file);
}

SpooledInput::~SpooledInput() {
  if (file_ >= 0) close(file_);
}

std::string SpooledInput::by_name(std::string message) const {
  if (message.starts_with(path_)) message.replace(0, path_.size(), name_);
  return message;
}

bool is_pipe(const std::string& path) {
  std::error_code ignored;
  const fs::file_status status = fs::status(path, ignored);
  return fs::is_fifo(status) || fs::is_socket(status);
}

}  // namespace smartcrop::app
