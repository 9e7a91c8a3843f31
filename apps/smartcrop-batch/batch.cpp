#include "smartcrop-batch/batch.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <filesystem>
#include <mutex>
#include <sstream>
#include <thread>

#include "common/progress_display.hpp"
#include "smartcrop-batch/child_process.hpp"
#include "smartcrop/core/error.hpp"

namespace smartcrop::app {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

/// The lines of a text without the program name at their beginning.
std::vector<std::string> lines_of(const std::string& text) {
  static const std::string prefix = "smartcrop-crop: ";
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with("Try '")) continue;
    lines.push_back(line.starts_with(prefix) ? line.substr(prefix.size()) : line);
  }
  return lines;
}

std::string message_of(const ChildResult& child) {
  const std::vector<std::string> lines = lines_of(child.err);
  if (child.exit_code > 128)
    return "smartcrop-crop was ended by signal " + std::to_string(child.exit_code - 128);
  if (child.exit_code != 0) return lines.empty() ? "smartcrop-crop gave no reason" : lines.back();
  std::string notes;
  for (const std::string& line : lines) notes += (notes.empty() ? "" : "; ") + line;
  return notes;
}

bool all_unchanged(const std::vector<FileState>& files) {
  return !files.empty() && std::all_of(files.begin(), files.end(), is_unchanged);
}

/// Whether an earlier batch wrote the file and it is unchanged.
bool is_ours(const Record& record, const std::string& path) {
  const std::string name = fs::absolute(path).lexically_normal().string();
  return std::any_of(record.outputs.begin(), record.outputs.end(),
                     [&](const FileState& state) { return state.path == name && is_unchanged(state); });
}

bool is_there(const std::string& path) {
  return fs::exists(path);
}

/// The state that the workers share.
class Batch {
 public:
  Batch(const std::vector<BatchJob>& jobs, const BatchOptions& options, RecordLog& log,
        const CommonOptions& common)
      : jobs_(jobs),
        options_(options),
        log_(log),
        outcomes_(jobs.size()),
        display_(common, "batch"),
        progress_(std::ssize(jobs), display_.callback()) {}

  std::vector<BatchOutcome> run() {
    {
      std::vector<std::jthread> workers;
      workers.reserve(static_cast<std::size_t>(options_.jobs));
      for (int i = 0; i < options_.jobs; ++i) workers.emplace_back([this] { work(); });
    }
    if (error_) std::rethrow_exception(error_);
    return std::move(outcomes_);
  }

 private:
  void work() {
    try {
      while (!interrupt().is_canceled() && !is_over_) {
        const std::size_t i = next_++;
        if (i >= jobs_.size()) return;
        outcomes_[i] = finish(jobs_[i]);
        progress_.advance();
      }
    } catch (const Canceled&) {
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!error_) error_ = std::current_exception();
      is_over_ = true;
    }
  }

  BatchOutcome finish(const BatchJob& job) {
    const Clock::time_point begin = Clock::now();
    const auto seconds = [&] { return std::chrono::duration<double>(Clock::now() - begin).count(); };
    Record record;
    record.output = fs::absolute(job.output).lexically_normal().string();
    const Record* const before = log_.find(record.output);
    record.input.path = fs::absolute(job.input).lexically_normal().string();
    try {
      const bool is_same_input =
          before && before->input.path == record.input.path && is_unchanged(before->input);
      record.input = is_same_input ? before->input : state_of(job.input);
      record.key = key_of(record.input.sha256, job.arguments);
      const bool is_done =
          before && before->is_done && before->key == record.key && all_unchanged(before->outputs);
      if (is_done && !options_.replace) return {Status::skipped, seconds(), ""};
      const auto is_free = [&](const std::string& path) {
        return !is_there(path) || (before && is_ours(*before, path));
      };
      const bool all_free = std::all_of(job.outputs.begin(), job.outputs.end(), is_free);
      if (!all_free && !options_.replace && was_finished(job, record)) {
        record_outputs(job.outputs, record);
      } else {
        if (all_free) note_start(record);
        crop(job, options_.replace || all_free, record);
      }
    } catch (const Error& error) {
      record.exit_code = kFailure;
      record.message = error.what();
    }
    record.seconds = seconds();
    const std::lock_guard lock(mutex_);
    log_.add(record);
    return {record.is_done ? Status::done : Status::failed, record.seconds, record.message};
  }

  void note_start(const Record& record) {
    const std::lock_guard lock(mutex_);
    log_.start(record);
  }

  /// Whether a batch was killed between the end of this video and its record.
  bool was_finished(const BatchJob& job, const Record& record) {
    const std::lock_guard lock(mutex_);
    return log_.was_started(record) && std::all_of(job.outputs.begin(), job.outputs.end(), is_there);
  }

  static void record_outputs(const std::vector<std::string>& paths, Record& record) {
    for (const std::string& path : paths) record.outputs.push_back(state_of(path));
    record.is_done = true;
  }

  /// Runs smartcrop-crop until it succeeds or no retries are left.
  void crop(const BatchJob& job, bool replace, Record& record) const {
    fs::create_directories(fs::absolute(job.output).parent_path());
    std::vector<std::string> command{crop_program(), "--progress=none",
                                     "--threads=" + std::to_string(options_.threads)};
    if (replace) command.emplace_back("--force");
    command.insert(command.end(), job.arguments.begin(), job.arguments.end());
    command.insert(command.end(), {"--", job.input, job.output});
    for (record.attempts = 1;; ++record.attempts) {
      const ChildResult child = run_child(command, interrupt());
      record.exit_code = child.exit_code;
      record.message = message_of(child);
      // A usage error occurs again on every attempt.
      const bool is_final = child.exit_code == kUsage || record.attempts > options_.retries;
      if (child.exit_code == kSuccess) record_outputs(lines_of(child.out), record);
      if (record.is_done || is_final) return;
    }
  }

  const std::vector<BatchJob>& jobs_;
  const BatchOptions& options_;
  RecordLog& log_;
  std::vector<BatchOutcome> outcomes_;
  ProgressDisplay display_;
  ProgressTracker progress_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> is_over_ = false;
  std::mutex mutex_;  // of error_ and of all of the log but its old records
  std::exception_ptr error_;
};

}  // namespace

std::vector<BatchOutcome> run_batch(const std::vector<BatchJob>& jobs, const BatchOptions& options,
                                    RecordLog& log, const CommonOptions& common) {
  return Batch(jobs, options, log, common).run();
}

}  // namespace smartcrop::app
