#include "smartcrop/service/jobs.hpp"

#include <malloc.h>

#include <algorithm>
#include <array>
#include <exception>
#include <new>

#include "smartcrop/service/access.hpp"

namespace smartcrop {

std::string_view job_kind_name(JobKind kind) {
  constexpr std::array<std::string_view, kJobKinds> kNames{"analysis", "tracking", "render"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view job_state_name(JobState state) {
  constexpr std::array<std::string_view, 5> kNames{"waiting", "running", "done", "failed", "canceled"};
  return kNames[static_cast<std::size_t>(state)];
}

namespace {

const AnalysisResult* analysis_in(const JobResult& result) {
  const auto* analysis = std::get_if<std::shared_ptr<const AnalysisResult>>(&result);
  return analysis != nullptr ? analysis->get() : nullptr;
}

bool has_lost_activity(const Job& job) {
  const AnalysisResult* analysis = analysis_in(job.result);
  return job.request.kind == JobKind::tracking && analysis != nullptr && !analysis->scenes;
}

}  // namespace

JobBoard::JobBoard(const JobLimits& limits) : limits_(limits) {
  for (int kind = 0; kind < kJobKinds; ++kind)
    lanes_.emplace_back([this, kind] { run_lane(static_cast<JobKind>(kind)); });
}

JobBoard::~JobBoard() {
  close();
  for (std::thread& lane : lanes_) lane.join();
}

void JobBoard::close() {
  const std::lock_guard lock(mutex_);
  is_closing_ = true;
  for (const auto& entry : entries_) {
    entry->cancellation.cancel();
    if (entry->job.state == JobState::waiting) entry->job.state = JobState::canceled;
  }
  changed_.notify_all();
}

bool JobBoard::is_closing() const {
  const std::lock_guard lock(mutex_);
  return is_closing_;
}

void JobBoard::touch(Entry& entry) {
  entry.job.change = ++changes_;
  changed_.notify_all();
}

Job JobBoard::snapshot(const Entry& entry) const {
  Job job = entry.job;
  if (job.state != JobState::running) return job;
  job.elapsed_s = std::chrono::duration<double>(Clock::now() - entry.begin).count();
  if (job.done > 0 && job.total > 0)
    job.left_s = job.elapsed_s * static_cast<double>(std::max<std::int64_t>(0, job.total - job.done)) /
                 static_cast<double>(job.done);
  return job;
}

Job JobBoard::start(const JobRequest& request, bool share, Work work) {
  const std::lock_guard lock(mutex_);
  std::size_t waiting = 0;
  for (const auto& entry : entries_) {
    const Job& job = entry->job;
    const bool is_of_use = is_final(job.state) ? job.state == JobState::done && !has_lost_activity(job)
                                               : !entry->cancellation.is_canceled();
    if (share && job.request == request && is_of_use) return snapshot(*entry);
    if (job.request.kind == request.kind && job.state == JobState::waiting) ++waiting;
  }
  if (is_closing_) throw TooMany("the server is shutting down");
  if (waiting >= limits_.waiting)
    throw TooMany(std::to_string(waiting) + " jobs of this kind are waiting already; cancel one or wait");
  forget_oldest();
  auto entry = std::make_shared<Entry>();
  entry->job.id = random_token();
  entry->job.request = request;
  entry->work = std::move(work);
  entries_.push_back(entry);
  touch(*entry);
  return snapshot(*entry);
}

void JobBoard::forget_oldest() {
  const auto is_over = [](const auto& entry) { return is_final(entry->job.state); };
  while (std::ranges::count_if(entries_, is_over) >= static_cast<std::ptrdiff_t>(limits_.finished))
    entries_.erase(std::ranges::find_if(entries_, is_over));
}

void JobBoard::drop_activity() {
  std::size_t frames = 0, steered = 0;
  for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
    JobResult& result = (*entry)->job.result;
    const AnalysisResult* analysis = analysis_in(result);
    if (analysis == nullptr || !analysis->scenes) continue;
    const bool is_newest = frames == 0;
    frames += std::max<std::size_t>(1, analysis->scenes->activity.size());
    steered += analysis->steering ? analysis->steering->size() : 0;
    const bool is_too_much = steered > limits_.steering_frames;
    if (is_newest ? !is_too_much : !is_too_much && frames <= limits_.activity_frames) continue;
    AnalysisResult smaller{analysis->document};
    if (is_newest) {
      smaller.scenes = analysis->scenes;
      steered = 0;
    }
    result = std::make_shared<const AnalysisResult>(std::move(smaller));
  }
}

std::shared_ptr<JobBoard::Entry> JobBoard::entry_of(const std::string& id) const {
  const auto found = std::ranges::find_if(entries_, [&](const auto& entry) { return entry->job.id == id; });
  return found == entries_.end() ? nullptr : *found;
}

std::optional<Job> JobBoard::find(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const auto entry = entry_of(id);
  return entry ? std::optional(snapshot(*entry)) : std::nullopt;
}

std::vector<Job> JobBoard::list() const {
  const std::lock_guard lock(mutex_);
  std::vector<Job> jobs;
  for (const auto& entry : entries_) jobs.push_back(snapshot(*entry));
  return jobs;
}

std::optional<Job> JobBoard::cancel(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto entry = entry_of(id);
  if (!entry) return std::nullopt;
  if (!is_final(entry->job.state)) entry->cancellation.cancel();
  if (entry->job.state == JobState::waiting) {
    entry->job.state = JobState::canceled;
    entry->work = nullptr;
    touch(*entry);
  }
  return snapshot(*entry);
}

std::optional<Job> JobBoard::wait(const std::string& id, std::uint64_t change,
                                  std::chrono::milliseconds patience) const {
  std::unique_lock lock(mutex_);
  const auto entry = entry_of(id);
  if (!entry) return std::nullopt;
  changed_.wait_for(lock, patience, [&] { return is_closing_ || entry->job.change > change; });
  return snapshot(*entry);
}

void JobBoard::run_lane(JobKind kind) {
  std::unique_lock lock(mutex_);
  while (!is_closing_) {
    const auto next = std::ranges::find_if(entries_, [&](const auto& entry) {
      return entry->job.request.kind == kind && entry->job.state == JobState::waiting;
    });
    if (next == entries_.end()) {
      changed_.wait(lock);
      continue;
    }
    const std::shared_ptr<Entry> entry = *next;
    entry->job.state = JobState::running;
    entry->begin = Clock::now();
    touch(*entry);
    lock.unlock();
    run(entry);
    lock.lock();
  }
}

void JobBoard::run(const std::shared_ptr<Entry>& entry) {
  JobState state = JobState::done;
  JobResult result;
  std::string error;
  try {
    const Context context{entry->cancellation, [this, &entry](std::int64_t done, std::int64_t total) {
                            report(*entry, done, total);
                          }};
    result = entry->work(context);
  } catch (const Canceled&) {
    state = JobState::canceled;
  } catch (const std::bad_alloc&) {
    state = JobState::failed;
    error = "out of memory";
  } catch (const std::exception& problem) {
    state = JobState::failed;
    error = problem.what();
  }
  // Returns memory to the system now: the server may be idle for hours.
  entry->work = nullptr;
  malloc_trim(0);
  const std::lock_guard lock(mutex_);
  entry->job.elapsed_s = std::chrono::duration<double>(Clock::now() - entry->begin).count();
  entry->job.state = state;
  entry->job.result = std::move(result);
  drop_activity();
  entry->job.error = std::move(error);
  if (state == JobState::done && entry->job.total > 0) entry->job.done = entry->job.total;
  touch(*entry);
}

void JobBoard::report(Entry& entry, std::int64_t done, std::int64_t total) {
  const std::lock_guard lock(mutex_);
  entry.job.done = done;
  entry.job.total = total;
  touch(entry);
}

}  // namespace smartcrop
