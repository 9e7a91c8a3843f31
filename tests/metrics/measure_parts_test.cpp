#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <map>
#include <mutex>
#include <numeric>
#include <stdexcept>
#include <thread>

#include "source_support.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

BOOST_AUTO_TEST_SUITE(metrics)

BOOST_AUTO_TEST_CASE(a_long_pass_is_read_in_parts_side_by_side_with_the_same_bits) {
  const SyntheticOptions video = moving_square(700, 31);
  const Field expected = field_of_pairs(video, numbers(1, 700));
  for (const int threads : {0, 1, 2, 3, 8}) {
    MeasureOptions options = dense();
    options.threads = threads;
    OddSource source(video, {});
    const MetricRecord result = measure(source, options);
    BOOST_TEST_CONTEXT(threads << " threads") {
      BOOST_TEST(same_bits(result.field, expected));
      BOOST_TEST(result.frames_decoded == 700);
      BOOST_TEST(result.frames_measured == 699);
      if (threads > 1) BOOST_TEST(source.frames_read == 0);  // its clones did it
    }
  }
}

BOOST_AUTO_TEST_CASE(the_parts_of_a_long_range_lie_within_it) {
  const SyntheticOptions video = moving_square(900, 20);
  for (const int threads : {1, 2}) {
    MeasureOptions options = dense();
    options.threads = threads;
    options.sampling.start = at_frame(133);
    options.sampling.end = at_frame(777);
    const MetricRecord result = measure(*make_synthetic_source(video), options);
    BOOST_TEST(same_bits(result.field, field_of_pairs(video, numbers(134, 777))));
    BOOST_TEST(result.frames_decoded == 777 - 120);  // from the key frame before the start
  }
}

BOOST_AUTO_TEST_CASE(runs_of_a_long_pass_are_the_same_for_any_number_of_threads) {
  using Runs = std::map<std::size_t, std::vector<std::int64_t>>;
  const auto runs_with = [](int threads, bool one_run) {
    Runs runs;
    std::mutex mutex;
    MeasureOptions options = dense();
    options.threads = threads;
    TestSink sink(one_run, [&](std::size_t run, const SmallFrame& frame) {
      const std::lock_guard lock(mutex);
      runs[run].push_back(frame.index.value);
    });
    measure(*make_synthetic_source(moving_square(500, 25)), options, &sink);
    return runs;
  };
  const Runs alone = runs_with(1, false);
  BOOST_TEST(alone.size() == 5u);
  for (std::size_t i = 0; i + 1 < alone.size(); ++i) {
    BOOST_TEST(alone.at(i).back() == alone.at(i + 1).front());
  }
  for (const int threads : {0, 2, 4}) BOOST_TEST((runs_with(threads, false) == alone));
  std::vector<std::int64_t> all(500);
  std::iota(all.begin(), all.end(), 0);
  for (const int threads : {1, 2, 4}) BOOST_TEST((runs_with(threads, true) == Runs{{0, all}}));
}

BOOST_AUTO_TEST_CASE(readers_far_ahead_wait_for_a_slow_sink_of_one_run) {
  MeasureOptions options = dense();
  options.threads = 4;
  std::int64_t expected = 0;
  TestSink sink(true, [&](std::size_t, const SmallFrame& frame) {
    if (frame.index.value == 0) std::this_thread::sleep_for(std::chrono::milliseconds(200));
    BOOST_TEST(frame.index.value == expected++);
  });
  const auto source = make_synthetic_source(moving_square(2000, 50));
  BOOST_TEST(measure(*source, options, &sink).frames_measured == 1999);
  BOOST_TEST(expected == 2000);
}

BOOST_AUTO_TEST_CASE(what_a_sink_throws_comes_out_of_measure) {
  for (const bool one_run : {false, true}) {
    MeasureOptions options = dense();
    options.threads = 3;
    TestSink sink(one_run, [&](std::size_t, const SmallFrame& frame) {
      if (frame.index.value == 333) throw std::out_of_range("seen enough");
    });
    const auto source = make_synthetic_source(moving_square(900, 50));
    BOOST_CHECK_THROW(measure(*source, options, &sink), std::out_of_range);
  }
}

BOOST_AUTO_TEST_CASE(parts_that_do_not_join_or_are_damaged_are_read_again_in_order) {
  const SyntheticOptions video = moving_square(600, 50);
  const Field expected = field_of_pairs(video, numbers(1, 600));
  // What a clone reads of frame 250 depends on where it began: it is the end of one part, the begin of
  // another.
  for (const bool throws : {false, true}) {
    OddSource::Habits habits;
    const auto seen = std::make_shared<std::atomic<int>>(0);
    habits.on_read = [=](Frame& frame) {
      if (frame.index.value != 250 || seen->fetch_add(1) != 0) return;
      if (throws) throw Error("damaged");
      frame.luma = frame.luma.clone();
      frame.luma.row(3) = 7;
    };
    std::atomic<std::int64_t> taken = 0;
    MeasureOptions options = dense();
    options.threads = 2;
    TestSink sink(
        false, [&](std::size_t, const SmallFrame&) { ++taken; }, [&] { taken = 0; });
    OddSource source(video, habits);
    const MetricRecord result = measure(source, options, &sink);
    BOOST_TEST(same_bits(result.field, expected));
    BOOST_TEST(source.frames_read == 0);  // a clone of one thread read all
    BOOST_TEST(taken == 600 + 5);         // each frame, and those between two of six parts once more
  }
}

BOOST_AUTO_TEST_SUITE_END()
