// An output file that appears under its name only when it is complete.
#pragma once

#include <memory>
#include <optional>
#include <string>

extern "C" {
#include <libavformat/avio.h>
}

#include "smartcrop/libav/unfinished.hpp"

namespace smartcrop::libav {

/// A file that appears under its name only when it is complete. Data goes into a hidden file beside it (see
/// Unfinished). commit() syncs and renames the hidden file; without commit() the destructor removes it.
class OutputFile {
 public:
  /// Checks the path before work starts, and creates the hidden file. Throws Error naming the path if it
  /// exists (and `replace` is false), is the input itself, a directory or a device, or if its folder is not
  /// writable.
  OutputFile(const std::string& path, const std::string& input, bool replace);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  const std::string& path() const { return path_; }
  /// The I/O context for the muxer; valid as long as this object.
  AVIOContext* io() { return io_; }

  /// Throws Error with the system's reason, such as a full disk, if any write has failed.
  void throw_if_write_failed() const;

  /// Flushes, syncs, and gives the file its name. An existing file is replaced only with `replace`, even if
  /// it appeared during writing.
  void commit();

 private:
  static int write_some(void* self, std::uint8_t* data, int size);
  static std::int64_t seek_to(void* self, std::int64_t offset, int whence);
  void create();
  void open_io();
  void give_name();
  [[noreturn]] void fail(int system_error) const;

  std::string path_;    // as given, for messages
  std::string target_;  // path with symbolic links followed
  std::optional<Unfinished> hidden_;
  bool replace_ = false;
  int write_error_ = 0;  // the first errno of a write, 0 = none
  AVIOContext* io_ = nullptr;
};

/// The extension of outputs made from `input`: that of its name, or `.mp4` if it has none.
std::string output_extension(const std::string& input);

}  // namespace smartcrop::libav
