#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smartcrop::app {

/// A text file that only grows, line by line, each flushed to disk.
class LineFile {
 public:
  /// Opens the file, or makes it. Throws Error naming the path.
  explicit LineFile(const std::string& path);
  ~LineFile();
  LineFile(const LineFile&) = delete;
  LineFile& operator=(const LineFile&) = delete;

  const std::string& path() const { return path_; }
  /// Locks the file until the object is destroyed; false if another process has locked it.
  bool lock() const;
  /// The lines so far. A last line without its end, left by a power failure, is ended first.
  std::vector<std::string> lines() const;
  /// Appends a line. Throws Error naming the path.
  void add(std::string_view line) const;

 private:
  std::string path_;
  int file_;
};

}  // namespace smartcrop::app
