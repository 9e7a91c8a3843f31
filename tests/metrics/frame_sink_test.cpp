#include "smartcrop/metrics/frame_sink.hpp"

#include <boost/test/unit_test.hpp>
#include <map>
#include <mutex>

#include "source_support.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

/// Writes down every call, by run: "b" begin, "f" frame, "e" end.
class CallList : public FrameSink {
 public:
  explicit CallList(bool needs_one_run = false) : needs_one_run_(needs_one_run) {}

  bool needs_one_run() const override { return needs_one_run_; }
  void begin_run(std::size_t run) override { note(run, 'b'); }
  void frame(std::size_t run, const SmallFrame& /*frame*/) override { note(run, 'f'); }
  void end_run(std::size_t run) override { note(run, 'e'); }
  void frame_behind(const SmallFrame& frame) override { behind.push_back(frame.index.value); }
  void restart() override { ++restarts; }

  std::map<std::size_t, std::string> calls;
  std::vector<std::int64_t> behind;
  int restarts = 0;

 private:
  void note(std::size_t run, char call) {
    const std::lock_guard lock(mutex_);
    calls[run] += call;
    if (call == 'f' && !behind.empty()) calls[run] += '!';  // a frame after the one behind the range
  }

  bool needs_one_run_;
  std::mutex mutex_;
};

std::string run_of(std::size_t frames) {
  return 'b' + std::string(frames, 'f') + 'e';
}

}  // namespace

BOOST_AUTO_TEST_SUITE(metrics_frame_sink)

BOOST_AUTO_TEST_CASE(every_run_begins_before_its_frames_and_ends_after_them) {
  for (const int threads : {1, 3}) {
    CallList parts, one(true), bursts_calls;
    MeasureOptions options = dense();
    options.threads = threads;
    measure(*make_synthetic_source(moving_square(300, 50)), options, &parts);
    BOOST_TEST(parts.calls.size() == 3U);
    std::size_t frames = 0;
    for (const auto& [run, calls] : parts.calls) {
      BOOST_TEST(calls == run_of(calls.size() - 2));
      frames += calls.size() - 2;
    }
    BOOST_TEST(frames == 302U);  // the frame between two parts belongs to both
    measure(*make_synthetic_source(moving_square(300, 50)), options, &one);
    BOOST_TEST(one.calls.size() == 1U);
    BOOST_TEST(one.calls.at(0) == run_of(300));
    MeasureOptions few = bursts(10);
    few.threads = threads;
    measure(*make_synthetic_source(moving_square(120)), few, &bursts_calls);
    BOOST_TEST(bursts_calls.calls.size() == 10U);
    for (const auto& [run, calls] : bursts_calls.calls) BOOST_TEST(calls == run_of(2));
  }
}

BOOST_AUTO_TEST_CASE(pairs_far_apart_are_runs_of_their_own) {
  CallList list;
  measure(*make_synthetic_source(moving_square(12)), dense(4), &list);
  BOOST_TEST(list.calls.size() == 3U);  // 0 and 1, 4 and 5, 8 and 9
  BOOST_TEST(list.calls.at(0) == run_of(2));
}

BOOST_AUTO_TEST_CASE(the_frame_behind_the_range_comes_last_and_only_where_there_is_one) {
  for (const int threads : {1, 3}) {
    CallList list, to_end;
    MeasureOptions options = dense();
    options.threads = threads;
    measure(*make_synthetic_source(moving_square(300, 50)), options, &to_end);
    BOOST_TEST(to_end.behind.empty());
    options.sampling.end = at_frame(250);
    measure(*make_synthetic_source(moving_square(300, 50)), options, &list);
    BOOST_TEST(list.behind == (std::vector<std::int64_t>{250}));
    for (const auto& [run, calls] : list.calls) BOOST_TEST(calls.find('!') == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_fan_out_passes_every_call_to_all_its_sinks) {
  CallList first, second(true);
  BOOST_TEST(!FanOut({&first}).needs_one_run());
  FanOut both({&first, &second});
  BOOST_TEST(both.needs_one_run());
  BOOST_TEST(both.most_waiting() == first.most_waiting());
  both.begin_run(2);
  both.frame(2, SmallFrame());
  both.end_run(2);
  both.frame_behind(SmallFrame());
  both.restart();
  for (const CallList* sink : {&first, &second}) {
    BOOST_TEST(sink->calls.at(2) == "bfe");
    BOOST_TEST(sink->behind.size() == 1U);
    BOOST_TEST(sink->restarts == 1);
  }
}

BOOST_AUTO_TEST_SUITE_END()
