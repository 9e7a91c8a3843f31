#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace smartcrop::app {

/// A file as it was: what tells cheaply that it still is the same, and what proves it.
struct FileState {
  std::string path;  ///< absolute
  std::int64_t size = 0;
  std::int64_t modified_ns = 0;  ///< since the epoch
  std::string sha256;            ///< hexadecimal
};

/// Reads a file whole. Throws Error naming the path.
FileState state_of(const std::string& path);
/// Whether the file has the same content; reads it only where size is the same and the time is not.
bool is_unchanged(const FileState& state);

/// One line of the log: how a video was cropped, or why not.
struct Record {
  bool is_done = false;
  FileState input;
  std::string output;  ///< absolute; the first of several
  std::vector<FileState> outputs;
  std::string key;      ///< SHA-256 of all that the outputs follow from: version, options, files
  std::string message;  ///< notes, or why it failed
  int exit_code = 0;
  int attempts = 0;
  double seconds = 0;
};

/// SHA-256 of what a crop follows from. Files that `arguments` name (--plan) are read. Throws Error where
/// they cannot be.
std::string key_of(const std::string& input_sha256, const std::vector<std::string>& arguments);

/// The log of a batch: JSON, an object a line, added to by one batch at a time, each line on the disk before
/// the next. Lines that are not whole (a machine that stopped) are passed over.
class RecordLog {
 public:
  /// Throws Error naming the path: it cannot be read or written, or another batch is writing it.
  explicit RecordLog(const std::string& path);
  ~RecordLog();
  RecordLog(const RecordLog&) = delete;
  RecordLog& operator=(const RecordLog&) = delete;

  /// The last record of an output, or nullptr.
  const Record* find(const std::string& output) const;
  /// Not for two threads at once. Throws Error as the constructor.
  void add(const Record& record);

 private:
  void read();

  std::string path_;
  int file_ = -1;
  std::map<std::string, Record> last_;
};

}  // namespace smartcrop::app
