#include "common/text_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "common/descriptor.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/output_file.hpp"

namespace smartcrop::app {

namespace fs = std::filesystem;

namespace {

/// A device or pipe cannot be renamed into place.
void write_in_place(const std::string& path, const std::string& text) {
  const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  const bool is_written = file >= 0 && write_all(file, text);
  const int reason = errno;
  if (file >= 0) close(file);
  if (!is_written && reason == EPIPE) throw ClosedPipe();
  if (!is_written) throw Error(path + ": cannot write: " + std::strerror(reason));
}

}  // namespace

void write_text(const std::string& path, const std::string& text, const std::string& input) {
  if (path == "-") {
    std::cout << text;
    return;
  }
  std::error_code ignored;
  const fs::file_status status = fs::status(path, ignored);
  if (fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status)) {
    return write_in_place(path, text);
  }
  libav::OutputFile file(path, input, true);
  avio_write(file.io(), reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  file.commit();
}

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file || fs::is_directory(path)) throw Error(path + ": cannot read this file");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (file.bad()) throw Error(path + ": cannot read this file");
  return text;
}

}  // namespace smartcrop::app
