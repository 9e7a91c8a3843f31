#include "smartcrop/core/progress.hpp"

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

using namespace smartcrop;

namespace {

using Reports = std::vector<std::pair<std::int64_t, std::int64_t>>;

ProgressCallback record(Reports& reports) {
  return [&reports](std::int64_t done, std::int64_t total) { reports.emplace_back(done, total); };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(core)

BOOST_AUTO_TEST_CASE(a_new_tracker_has_done_nothing) {
  const ProgressTracker tracker(25);
  BOOST_TEST(tracker.current() == 0);
  BOOST_TEST(tracker.total() == 25);
  BOOST_TEST(tracker.percent() == 0);
  BOOST_TEST(!tracker.is_complete());
  BOOST_TEST(tracker.text() == "0/25 (0%)");
}

BOOST_AUTO_TEST_CASE(the_text_says_done_total_and_percent) {
  ProgressTracker tracker(25);
  tracker.update(5);
  BOOST_TEST(tracker.text() == "5/25 (20%)");
}

BOOST_AUTO_TEST_CASE(percent_is_rounded_down) {
  ProgressTracker tracker(3);
  tracker.update(1);
  BOOST_TEST(tracker.percent() == 33);
  tracker.update(2);
  BOOST_TEST(tracker.percent() == 66);
  tracker.update(1000, 1001);
  BOOST_TEST(tracker.percent() == 99);
}

BOOST_AUTO_TEST_CASE(percent_stays_between_0_and_100_for_any_numbers) {
  constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
  ProgressTracker tracker(kMax);
  tracker.update(kMax / 2 + 1);
  BOOST_TEST(tracker.percent() == 50);
  tracker.update(kMax - 1);
  BOOST_TEST(tracker.percent() >= 99);
  tracker.complete();
  BOOST_TEST(tracker.percent() == 100);
  ProgressTracker over(10);
  over.update(12);
  BOOST_TEST(over.percent() == 100);
}

BOOST_AUTO_TEST_CASE(a_total_of_zero_is_zero_percent) {
  ProgressTracker tracker;
  tracker.update(7);
  BOOST_TEST(tracker.percent() == 0);
  BOOST_TEST(!tracker.is_complete());
  BOOST_TEST(tracker.text() == "7/0 (0%)");
}

BOOST_AUTO_TEST_CASE(a_negative_total_counts_as_unknown) {
  BOOST_TEST(ProgressTracker(-5).total() == 0);
}

BOOST_AUTO_TEST_CASE(update_may_change_the_total) {
  ProgressTracker tracker(10);
  tracker.update(5, 50);
  BOOST_TEST(tracker.text() == "5/50 (10%)");
}

BOOST_AUTO_TEST_CASE(complete_reaches_the_total) {
  ProgressTracker tracker(25);
  tracker.update(5);
  tracker.complete();
  BOOST_TEST(tracker.text() == "25/25 (100%)");
  BOOST_TEST(tracker.is_complete());
}

BOOST_AUTO_TEST_CASE(completing_an_unknown_total_makes_it_the_work_done) {
  ProgressTracker tracker;
  tracker.advance(7);
  tracker.complete();
  BOOST_TEST(tracker.text() == "7/7 (100%)");
}

BOOST_AUTO_TEST_CASE(advance_adds_to_what_is_done) {
  ProgressTracker tracker(10);
  tracker.advance();
  tracker.advance(3);
  BOOST_TEST(tracker.current() == 4);
}

BOOST_AUTO_TEST_CASE(reports_carry_done_and_total) {
  Reports reports;
  ProgressTracker tracker(4, record(reports));
  tracker.update(1);
  tracker.advance(2);
  tracker.complete();
  BOOST_CHECK((reports == Reports{{1, 4}, {3, 4}, {4, 4}}));
}

BOOST_AUTO_TEST_CASE(a_report_that_would_go_back_is_dropped) {
  Reports reports;
  ProgressTracker tracker(10, record(reports));
  tracker.update(6);
  tracker.update(4);
  tracker.update(-1);
  BOOST_TEST(tracker.current() == 6);
  BOOST_CHECK((reports == Reports{{6, 10}}));
}

BOOST_AUTO_TEST_CASE(a_late_report_with_a_new_total_keeps_what_is_done) {
  Reports reports;
  ProgressTracker tracker(10, record(reports));
  tracker.update(6);
  tracker.update(4, 20);
  BOOST_CHECK((reports == Reports{{6, 10}, {6, 20}}));
}

BOOST_AUTO_TEST_CASE(reports_from_many_threads_never_overlap_nor_go_back) {
  std::atomic<int> inside{0};
  int overlaps = 0, backward = 0, reports = 0;
  std::int64_t last = 0;
  ProgressTracker tracker(4000, [&](std::int64_t done, std::int64_t) {
    if (++inside > 1) ++overlaps;
    if (done < last) ++backward;
    last = done;
    ++reports;
    --inside;
  });
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) tracker.advance();
    });
  }
  for (auto& thread : threads) thread.join();
  BOOST_TEST(overlaps == 0);
  BOOST_TEST(backward == 0);
  BOOST_TEST(reports == 4000);
  BOOST_TEST(tracker.is_complete());
}

BOOST_AUTO_TEST_CASE(a_callback_may_read_the_tracker) {
  std::string text;
  ProgressTracker reporting(4, [&](std::int64_t, std::int64_t) { text = reporting.text(); });
  reporting.update(1);
  BOOST_TEST(text == "1/4 (25%)");
}

BOOST_AUTO_TEST_CASE(what_a_callback_throws_comes_out_and_the_tracker_lives_on) {
  bool fail = true;
  ProgressTracker tracker(4, [&](std::int64_t, std::int64_t) {
    if (fail) throw std::runtime_error("stop");
  });
  BOOST_CHECK_THROW(tracker.update(1), std::runtime_error);
  fail = false;
  tracker.update(2);
  BOOST_TEST(tracker.current() == 2);
}

BOOST_AUTO_TEST_SUITE_END()
