#include "common/output_text.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "smartcrop/core/error.hpp"

namespace smartcrop::app {

namespace fs = std::filesystem;

void write_text(const std::string& path, const std::string& text, const std::string& input) {
  if (path == "-") {
    std::cout << text;
    return;
  }
  std::error_code ignored;
  if (fs::equivalent(path, input, ignored)) throw Error(path + ": is the input video; choose another name");
  // A device or pipe cannot be renamed into place.
  const bool in_place = fs::exists(path, ignored) && !fs::is_regular_file(path, ignored);
  std::string unfinished = in_place ? path : path + ".partial-XXXXXX";
  const int file =
      in_place ? open(path.c_str(), O_WRONLY | O_CLOEXEC) : mkostemp(unfinished.data(), O_CLOEXEC);
  const auto fail = [&](int reason) {
    if (file >= 0) close(file);
    if (file >= 0 && !in_place) unlink(unfinished.c_str());
    throw Error(path + ": cannot write: " + std::strerror(reason));
  };
  if (file < 0) fail(errno);
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t count = write(file, text.data() + done, text.size() - done);
    if (count < 0 && errno != EINTR) fail(errno);
    if (count > 0) done += static_cast<std::size_t>(count);
  }
  if (in_place) {
    close(file);
    return;
  }
  const mode_t mask = umask(0);
  umask(mask);
  if (fchmod(file, 0666 & ~mask) != 0 || fsync(file) != 0) fail(errno);
  if (rename(unfinished.c_str(), path.c_str()) != 0) fail(errno);
  close(file);
}

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || fs::is_directory(path) || !(text << file.rdbuf()))
    throw Error(path + ": cannot read this file");
  return text.str();
}

}  // namespace smartcrop::app
