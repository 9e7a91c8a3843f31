#include "smartcrop/service/jobs.hpp"

#include <boost/test/unit_test.hpp>
#include <latch>

#include "support/thrown.hpp"

using namespace smartcrop;
using namespace std::chrono_literals;
using smartcrop::test::contains;
using smartcrop::test::thrown;

namespace {

constexpr auto kPatience = 60s;

JobRequest request(JobKind kind, const std::string& text = "{}") {
  return {kind, "video", 1, text};
}

Job ended(const JobBoard& board, const Job& job) {
  Job now = job;
  while (!is_final(now.state)) now = *board.wait(job.id, now.change, kPatience);
  return now;
}

/// Work that goes on until it is canceled.
JobResult until_canceled(const JobBoard::Context& context) {
  for (;;) {
    context.cancellation.throw_if_canceled();
    std::this_thread::sleep_for(1ms);
  }
}

ActivityRecord activity_of_frames(int count) {
  const MapGeometry geometry = map_geometry({64, 36});
  ActivityRecord activity(geometry, {Metric::edges});
  for (int i = 0; i < count; ++i) {
    SmallFrame frame;
    frame.index = {i};
    frame.time = Time{{i, 25}};
    frame.geometry = geometry;
    frame.luma = cv::Mat::zeros(geometry.map_size(), CV_16UC1);
    activity.add(frame);
  }
  return activity;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(service_jobs)

BOOST_AUTO_TEST_CASE(a_job_tells_its_progress_and_its_result) {
  JobBoard board;
  std::latch go(1);
  const Job job = board.start(request(JobKind::render), false, [&](const JobBoard::Context& context) {
    context.progress(1, 4);
    go.wait();
    RenderReport report;
    report.path = "out.mp4";
    return JobResult(std::vector{report});
  });
  Job now = job;
  while (now.done == 0) now = *board.wait(job.id, now.change, kPatience);
  BOOST_TEST((now.state == JobState::running));
  BOOST_TEST(now.total == 4);
  BOOST_TEST(now.left_s.has_value());
  go.count_down();
  now = ended(board, job);
  BOOST_TEST((now.state == JobState::done));
  BOOST_TEST(now.done == 4);
  BOOST_TEST(!now.left_s);
  BOOST_TEST(std::get<std::vector<RenderReport>>(now.result).front().path == "out.mp4");
}

BOOST_AUTO_TEST_CASE(what_work_throws_is_the_jobs_error) {
  JobBoard board;
  const Job job = board.start(request(JobKind::render), false,
                              [](const auto&) -> JobResult { throw Error("a.mp4: is broken"); });
  const Job now = ended(board, job);
  BOOST_TEST((now.state == JobState::failed));
  BOOST_TEST(now.error == "a.mp4: is broken");
}

BOOST_AUTO_TEST_CASE(running_and_waiting_jobs_are_canceled) {
  JobBoard board;
  const Job first = board.start(request(JobKind::render), false, until_canceled);
  const Job second = board.start(request(JobKind::render), false, until_canceled);
  BOOST_TEST((board.cancel(second.id)->state == JobState::canceled));
  board.cancel(first.id);
  BOOST_TEST((ended(board, first).state == JobState::canceled));
  BOOST_TEST(ended(board, first).error == "");
  BOOST_TEST(!board.cancel("none"));
}

BOOST_AUTO_TEST_CASE(kinds_do_not_wait_for_each_other) {
  JobBoard board;
  const Job slow = board.start(request(JobKind::tracking), false, until_canceled);
  const Job quick = board.start(request(JobKind::analysis), false, [](const auto&) { return JobResult(); });
  BOOST_TEST((ended(board, quick).state == JobState::done));
  BOOST_TEST(!is_final(board.find(slow.id)->state));
}

BOOST_AUTO_TEST_CASE(the_same_request_is_the_same_job_while_it_is_of_use) {
  JobBoard board;
  const auto work = [](const auto&) { return JobResult(); };
  const Job job = board.start(request(JobKind::analysis), true, work);
  ended(board, job);
  BOOST_TEST(board.start(request(JobKind::analysis), true, work).id == job.id);
  BOOST_TEST(board.start(request(JobKind::analysis), false, work).id != job.id);
  BOOST_TEST(board.start(request(JobKind::analysis, "{\"a\":1}"), true, work).id != job.id);
  JobRequest changed = request(JobKind::analysis);
  changed.version = 2;
  BOOST_TEST(board.start(changed, true, work).id != job.id);
  const Job failed =
      board.start(request(JobKind::tracking), true, [](const auto&) -> JobResult { throw Error("broken"); });
  ended(board, failed);
  BOOST_TEST(board.start(request(JobKind::tracking), true, work).id != failed.id);
}

BOOST_AUTO_TEST_CASE(no_more_wait_than_allowed_and_the_oldest_are_forgotten) {
  JobBoard board({.waiting = 2, .finished = 3});
  const Job running = board.start(request(JobKind::render), false, until_canceled);
  Job now = running;
  while (now.state != JobState::running) now = *board.wait(now.id, now.change, kPatience);
  board.start(request(JobKind::render), false, until_canceled);
  board.start(request(JobKind::render), false, until_canceled);
  BOOST_TEST(contains(thrown<TooMany>([&] { board.start(request(JobKind::render), false, until_canceled); }),
                      "2 jobs of this kind are waiting"));
  std::vector<Job> quick;
  for (int i = 0; i < 5; ++i) {
    quick.push_back(board.start(request(JobKind::analysis), false, [](const auto&) { return JobResult(); }));
    ended(board, quick.back());
  }
  BOOST_TEST(!board.find(quick.front().id));
  BOOST_TEST(board.find(quick.back().id).has_value());
  BOOST_TEST(board.find(running.id).has_value());
}

BOOST_AUTO_TEST_CASE(the_steering_records_kept_by_finished_jobs_are_bounded) {
  JobBoard board({.steering_frames = 25});
  const auto analysis_of_frames = [&](const std::string& video, std::size_t count) {
    const auto work = [count](const auto&) {
      AnalysisResult result;
      result.scenes = SceneRecord{{}, activity_of_frames(10)};
      result.steering.emplace().contents.importance.resize(1);
      result.steering->contents.importance[0].cells.resize(count);
      return JobResult(std::make_shared<const AnalysisResult>(std::move(result)));
    };
    return ended(board, board.start(request(JobKind::tracking, video), true, work));
  };
  const auto kept = [&](const Job& job) {
    return std::get<std::shared_ptr<const AnalysisResult>>(board.find(job.id)->result);
  };
  const Job first = analysis_of_frames("a", 20), second = analysis_of_frames("b", 20);
  BOOST_TEST(!kept(first)->steering);
  BOOST_TEST(!kept(first)->scenes);
  BOOST_TEST(kept(second)->steering.has_value());
  const Job too_long = analysis_of_frames("c", 30);
  BOOST_TEST(!kept(too_long)->steering);
  BOOST_TEST(kept(too_long)->scenes.has_value());
}

BOOST_AUTO_TEST_CASE(the_activity_kept_by_finished_jobs_is_bounded) {
  JobBoard board({.activity_frames = 25});
  const auto analyzed = [&](int number) {
    const auto work = [](const auto&) -> JobResult {
      AnalysisResult result;
      result.scenes = SceneRecord{{}, activity_of_frames(10)};
      return std::make_shared<const AnalysisResult>(std::move(result));
    };
    return ended(board, board.start(request(JobKind::tracking, std::to_string(number)), true, work));
  };
  const auto has_activity = [&](const Job& job) {
    return std::get<std::shared_ptr<const AnalysisResult>>(board.find(job.id)->result)->scenes.has_value();
  };
  const Job first = analyzed(1), second = analyzed(2);
  BOOST_TEST(has_activity(first));
  const Job third = analyzed(3);
  BOOST_TEST(!has_activity(first));
  BOOST_TEST(has_activity(second));
  BOOST_TEST(has_activity(third));
  BOOST_TEST((board.find(first.id)->state == JobState::done));
  // One that lost its activity is made again, the others are shared.
  BOOST_TEST(analyzed(1).id != first.id);
  BOOST_TEST(analyzed(3).id == third.id);
}

BOOST_AUTO_TEST_CASE(closing_cancels_and_ends_waiting) {
  JobBoard board;
  const Job job = board.start(request(JobKind::render), false, until_canceled);
  std::thread closer([&] { board.close(); });
  while (!board.is_closing()) board.wait(job.id, UINT64_MAX, kPatience);
  closer.join();
  BOOST_TEST((ended(board, job).state == JobState::canceled));
  BOOST_CHECK_THROW(board.start(request(JobKind::render), false, until_canceled), TooMany);
}

BOOST_AUTO_TEST_SUITE_END()
