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

#include "smartcrop/analysis/steering.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/progress.hpp"
#include "smartcrop/render/render.hpp"

namespace smartcrop {

/// Kinds of jobs. One job of each kind runs at a time, so that a short one never waits for a long one of
/// another kind.
enum class JobKind {
  analysis,  ///< of sampled frames
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

/// The result of an analysis.
struct AnalysisResult {
  AnalysisDocument document;
  /// If every frame was read; dropped later according to JobLimits.
  std::optional<SceneRecord> scenes = {};
  /// What steer() needs; dropped with the scenes, or earlier if the video is too long.
  std::optional<SteeringRecord> steering = {};
};

/// Of a rendering: one report for each output.
using JobResult =
    std::variant<std::monostate, std::shared_ptr<const AnalysisResult>, std::vector<RenderReport>>;

/// The request of a job.
struct JobRequest {
  JobKind kind = JobKind::analysis;
  std::string video;         ///< id of the video
  std::int64_t version = 0;  ///< of the video's file
  std::string text;          ///< the body of the request, JSON

  bool operator==(const JobRequest&) const = default;
};

/// The state of a job at one time.
struct Job {
  std::string id;  ///< 32 hexadecimal digits
  JobRequest request;
  JobState state = JobState::waiting;
  std::int64_t done = 0, total = 0;  ///< frames; 0 = unknown
  double elapsed_s = 0;              ///< since it began to run
  std::optional<double> left_s;      ///< estimated time left; none while unknown and when it has ended
  std::string error;                 ///< one line, if it failed
  std::uint64_t change = 0;          ///< grows whenever any of this changes
  JobResult result;                  ///< when done
};

/// Too many jobs are waiting.
class TooMany : public Error {
 public:
  using Error::Error;
};

struct JobLimits {
  std::size_t waiting = 8;    ///< of one kind
  std::size_t finished = 60;  ///< kept with their results; the oldest are dropped first
  /// Frames of activity that all finished jobs together may keep, about 300 bytes each. The oldest jobs lose
  /// theirs first, the newest never does. A million frames are 11 hours at 25 frames per second.
  std::size_t activity_frames = 1'000'000;
  /// Analyzed frames in the steering records that all finished jobs together may keep, about 10 KB each. A
  /// job with more frames loses its record even if it is the newest. 30000 are 50 minutes at 10 per second.
  std::size_t steering_frames = 30'000;
};

/// Runs jobs on its own threads and keeps their results. Thread-safe.
class JobBoard {
 public:
  struct Context {
    CancellationToken cancellation;
    ProgressCallback progress;
  };
  using Work = std::function<JobResult(const Context&)>;

  explicit JobBoard(const JobLimits& limits = {});
  /// Cancels running jobs and waits for them.
  ~JobBoard();
  JobBoard(const JobBoard&) = delete;
  JobBoard& operator=(const JobBoard&) = delete;

  /// Starts a job. If `share` is true and a job of the same request is waiting, running or done (and still
  /// has its activity), returns that one. Throws TooMany.
  Job start(const JobRequest& request, bool share, Work work);
  std::optional<Job> find(const std::string& id) const;
  /// All jobs in the order of their start.
  std::vector<Job> list() const;
  /// Cancels a job; has no effect on one that has ended. Does not wait: the job has ended when its state is
  /// final.
  std::optional<Job> cancel(const std::string& id);
  /// Waits until the job has changed since `change`, `patience` has passed, or the board closes.
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
