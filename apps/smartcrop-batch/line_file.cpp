#include "smartcrop-batch/line_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <sstream>

#include "common/descriptor.hpp"
#include "common/text_file.hpp"
#include "smartcrop/core/error.hpp"

namespace smartcrop::app {
namespace {

void write_text_of(int file, const std::string& path, const std::string& text) {
  if (!write_all(file, text) || fdatasync(file) != 0)
    throw Error(path + ": cannot write the log: " + std::strerror(errno));
}

}  // namespace

LineFile::LineFile(const std::string& path)
    : path_(path), file_(open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644)) {
  if (file_ < 0) throw Error(path + ": cannot write the log: " + std::strerror(errno));
}

LineFile::~LineFile() {
  close(file_);
}

bool LineFile::lock() const {
  // A network share may know no locks; that is no reason not to work there.
  return flock(file_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

std::vector<std::string> LineFile::lines() const {
  const std::string text = read_text(path_);
  if (!text.empty() && text.back() != '\n') write_text_of(file_, path_, "\n");
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

void LineFile::add(std::string_view line) const {
  write_text_of(file_, path_, std::string(line) + "\n");
}

}  // namespace smartcrop::app
