#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "smartcrop-batch/file_state.hpp"
#include "smartcrop-batch/line_file.hpp"

namespace smartcrop::app {

/// One line of the log: the result of one video.
struct Record {
  bool is_done = false;
  FileState input;
  std::string output;  ///< absolute; the first of several
  std::vector<FileState> outputs;
  std::string key;      ///< SHA-256 of version, options and input files
  std::string message;  ///< notes, or the error
  int exit_code = 0;
  int attempts = 0;
  double seconds = 0;
};

/// The log of a batch: one JSON object per line, each flushed to disk. Only one batch can write it at a time.
/// Incomplete lines, left by a power failure, are skipped. A second file, the log's name with `.started`,
/// notes what is started. It exists only while a batch runs, and after one was killed until its outputs have
/// records.
class RecordLog {
 public:
  /// Throws Error naming the path if it cannot be read or written, or another batch is writing it.
  explicit RecordLog(const std::string& path);
  ~RecordLog();
  RecordLog(const RecordLog&) = delete;
  RecordLog& operator=(const RecordLog&) = delete;

  /// The last record of an output, or nullptr.
  const Record* find(const std::string& output) const;
  /// Appends a record. Not thread-safe. Throws Error as the constructor.
  void add(const Record& record);
  /// Notes that a video is started whose outputs have a free name. As add().
  void start(const Record& record);
  /// Whether a batch noted this with start() and was killed: outputs that have appeared are complete. Not
  /// thread-safe.
  bool was_started(const Record& record) const;

 private:
  void read_records();
  void read_started();

  LineFile file_;
  std::optional<LineFile> started_file_;  ///< made when the log is locked
  std::map<std::string, Record> last_;
  std::map<std::string, std::string> started_;  ///< keys of a killed batch without a record, by output
};

}  // namespace smartcrop::app
