#pragma once

#include <string>

#include "common/app.hpp"

namespace smartcrop::app {

/// An input that can be read twice: a file as it is, a pipe as a copy in the folder for temporary files,
/// which has no name and is gone with this object, or with the process however it ends.
class SpooledInput {
 public:
  /// Reads a pipe to its end. Throws Error naming the path, Canceled.
  SpooledInput(const std::string& path, const CommonOptions& common);
  /// The input as it is, also a pipe, which can then be read once.
  explicit SpooledInput(const std::string& path) : name_(path), path_(path) {}
  ~SpooledInput();
  SpooledInput(const SpooledInput&) = delete;
  SpooledInput& operator=(const SpooledInput&) = delete;

  /// As the user calls it.
  const std::string& name() const { return name_; }
  /// What to open: the file itself, or the copy.
  const std::string& path() const { return path_; }
  bool is_copy() const { return file_ >= 0; }
  /// A message that begins with path(), beginning with name().
  std::string by_name(std::string message) const;

 private:
  std::string name_, path_;
  int file_ = -1;
};

/// Whether a path is a pipe or socket, which can be read only once.
bool is_pipe(const std::string& path);

}  // namespace smartcrop::app
