// Files on the way: the hidden file or folder in which an output is made, and temporary files without a name.
#pragma once

#include <filesystem>
#include <string>

namespace smartcrop::libav {

/// A hidden file or folder that holds an output until it is complete: `.STEM.partial-PID-RANDOM.EXT` beside
/// its target. It is locked (flock) while this object exists. The next process that makes the same target
/// removes those that are not locked, because the processes that made them were killed.
class Unfinished {
 public:
  /// Creates it with permissions by the umask, and removes those left behind. Throws std::system_error.
  static Unfinished file(const std::filesystem::path& target);
  static Unfinished folder(const std::filesystem::path& target);

  Unfinished(Unfinished&& other) noexcept;
  Unfinished& operator=(Unfinished&&) = delete;
  /// Removes the file, or the folder with all in it, unless keep() was called.
  ~Unfinished();

  const std::string& path() const { return path_; }
  /// File descriptor: of a file for reading and writing, of a folder only for its lock.
  int descriptor() const { return descriptor_; }

  /// Call after path() was renamed to the target.
  void keep() { path_.clear(); }

 private:
  Unfinished(const std::filesystem::path& target, bool is_folder);

  std::string path_;  // empty once it is kept
  int descriptor_ = -1;
};

/// Renames `from` unless something is called `to`, in one step where the file system can. Returns 0 or errno.
int rename_without_replacing(const std::string& from, const std::string& to);

/// The folder for temporary files: the environment variable TMPDIR, else /var/tmp, which is on a disk.
std::string temporary_folder();

/// Opens a temporary file without a name, for reading and writing; it is gone when it is closed. Returns its
/// descriptor, or -1 with errno.
int open_nameless_file(const std::string& folder);

/// The folder that a path is in.
std::filesystem::path folder_of(const std::filesystem::path& path);

}  // namespace smartcrop::libav
