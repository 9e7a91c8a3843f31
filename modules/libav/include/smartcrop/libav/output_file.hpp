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

/// A file that appears under its name only when it is complete. What is written goes to a hidden file beside
/// it (see Unfinished), which commit() syncs and renames and which the destructor otherwise removes.
class OutputFile {
 public:
  /// Checks everything that can be checked before work starts and makes the hidden file. Throws Error naming
  /// the path: it exists (and not `replace`), it is the input itself, a directory, a device, or its folder
  /// cannot be written.
  OutputFile(const std::string& path, const std::string& input, bool replace);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  const std::string& path() const { return path_; }
  /// For the muxer; lives as long as this.
  AVIOContext* io() { return io_; }

  /// Throws Error with the system's reason when a write has failed since the beginning, such as a full disk.
  void throw_if_write_failed() const;

  /// Flushes, syncs, and gives the file its name. An existing file is replaced only with `replace`, even
  /// where it appeared while we were writing.
  void commit();

 private:
  static int write_some(void* self, std::uint8_t* data, int size);
  static std::int64_t seek_to(void* self, std::int64_t offset, int whence);
  void create();
  void open_io();
  void give_name();
  [[noreturn]] void fail(int system_error) const;

  std::string path_;    // as given, for messages
  std::string target_;  // where it goes, symbolic links followed
  std::optional<Unfinished> hidden_;
  bool replace_ = false;
  int write_error_ = 0;  // the first errno of a write, 0 = none
  AVIOContext* io_ = nullptr;
};

/// Extension of the name of what is made of `input`: its own, else `.mp4`.
std::string output_extension(const std::string& input);

}  // namespace smartcrop::libav
