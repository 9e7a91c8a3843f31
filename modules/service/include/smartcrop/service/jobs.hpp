#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "smartcrop/analysis/scenes.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/progress.hpp"
#include "smartcrop/render/render.hpp"

namespace smartcrop {

/// What a job does, and the lane it does it in: one job of each kind runs at a time, so that a quick look
/// never waits for a long one.
enum class JobKind {
  analysis,  ///< of some moments
  tracking,  ///< analysis of every frame
  render,
};
inline constexpr int kJobKinds = 3;
/// "analysis", "tracking", "render".
std::string_view job_kind_name(JobKind kind);

enum class JobState { waiting, running, done, failed, canceled };
/// "waiting", "running", "done", "failed", "canceled".
std::string_view job_state_name(JobState state);
inline bool is_final(JobState state) {
  return state != JobState::waiting && state != JobState::running;
}

/// What an analysis found.
struct AnalysisResult {
  AnalysisDocument document;
  /// Where every frame was looked at; dropped again as JobLimits says.
  std::optional<SceneRecord> scenes = {};
};

using JobResult = std::variant<std::monostate, std::shared_ptr<const AnalysisResult>, RenderReport>;

/// What a job was asked for.
struct JobRequest {
  JobKind kind = JobKind::analysis;
  std::string video;         ///< its id
  std::int64_t version = 0;  ///< of the video's file
  std::string text;          ///< what was asked, as JSON

  bool operator==(const JobRequest&) const = default;
};

/// A job at one moment.
struct Job {
  std::string id;  ///< 32 hexadecimal digits
  JobRequest request;
  JobState state = JobState::waiting;
  std::int64_t done = 0, total = 0;  ///< frames; 0 = unknown
  double elapsed_s = 0;              ///< of its running
  std::optional<double> left_s;      ///< from the pace so far; none while unknown and in the end
  std::string error;                 ///< one line, where it failed
  std::uint64_t change = 0;          ///< grows whenever any of this changes
  JobResult result;                  ///< when done
};

/// Too much is waiting already.
class TooMany : public Error {
 public:
  using Error::Error;
};

struct JobLimits {
  std::size_t waiting = 8;    ///< of one kind
  std::size_t finished = 60;  ///< remembered, with their results; the oldest go first
  /// Frames whose activity all finished jobs together may keep, some 300 bytes each. The oldest jobs lose
  /// theirs first, the newest never does. A million frames of 25 a second are 11 hours.
  std::size_t activity_frames = 1'000'000;
};

/// Runs jobs on threads of its own and remembers how they went. Thread-safe.
class JobBoard {
 public:
  struct Context {
    CancellationToken cancellation;
    ProgressCallback progress;
  };
  using Work = std::function<JobResult(const Context&)>;

  explicit JobBoard(const JobLimits& limits = {});
  /// Cancels what runs and waits for it.
  ~JobBoard();
  JobBoard(const JobBoard&) = delete;
  JobBoard& operator=(const JobBoard&) = delete;

  /// Where `share` is set and a job of the same request waits, runs or is done (and still has its activity),
  /// that one is returned. Throws TooMany.
  Job start(const JobRequest& request, bool share, Work work);
  std::optional<Job> find(const std::string& id) const;
  /// In the order of their start.
  std::vector<Job> list() const;
  /// Asks a job to end; one that is over stays as it is. It has ended when its state says so.
  std::optional<Job> cancel(const std::string& id);
  /// The job as soon as it has changed since `change`, or as it is after `patience` or when closing.
  std::optional<Job> wait(const std::string& id, std::uint64_t change,
                          std::chrono::milliseconds patience) const;

  /// Cancels everything and starts nothing more; ends all wait()s.
  void close();
  bool is_closing() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Entry {
    Job job;
    Work work;
    CancellationToken cancellation;
    Clock::time_point begin;
  };
  void run_lane(JobKind kind);
  void run(const std::shared_ptr<Entry>& entry);
  void report(Entry& entry, std::int64_t done, std::int64_t total);
  std::shared_ptr<Entry> entry_of(const std::string& id) const;
  void forget_oldest();
  void drop_activity();
  void touch(Entry& entry);
  Job snapshot(const Entry& entry) const;

  JobLimits limits_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::deque<std::shared_ptr<Entry>> entries_;
  std::uint64_t changes_ = 0;
  bool is_closing_ = false;
  std::vector<std::thread> lanes_;
};

}  // namespace smartcrop
