#include "smartcrop/core/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <future>
#include <numeric>
#include <opencv2/core/utility.hpp>
#include <stdexcept>
#include <thread>
#include <vector>

#include "smartcrop/core/error.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using smartcrop::test::contains;
using smartcrop::test::thrown;

namespace {

const int kWorkerCounts[] = {0, 1, 2, 3, 8};

}  // namespace

BOOST_AUTO_TEST_SUITE(core)

BOOST_AUTO_TEST_CASE(one_item_or_none_needs_one_worker) {
  BOOST_TEST(optimal_worker_count(0) == 1);
  BOOST_TEST(optimal_worker_count(1) == 1);
  BOOST_TEST(optimal_worker_count(0, 8) == 1);
}

BOOST_AUTO_TEST_CASE(two_or_three_items_need_two_workers_at_most) {
  const int cores = cv::getNumberOfCPUs();
  BOOST_TEST(optimal_worker_count(2) == std::min(2, cores));
  BOOST_TEST(optimal_worker_count(3) == std::min(2, cores));
}

BOOST_AUTO_TEST_CASE(more_items_need_no_more_workers_than_cores_or_items) {
  const int cores = cv::getNumberOfCPUs();
  BOOST_TEST(optimal_worker_count(4) == std::min(4, cores));
  BOOST_TEST(optimal_worker_count(1'000'000) == cores);
  for (std::size_t items = 0; items < 100; ++items) BOOST_TEST(optimal_worker_count(items) >= 1);
}

BOOST_AUTO_TEST_CASE(the_worker_count_is_capped_where_a_cap_is_given) {
  BOOST_TEST(optimal_worker_count(100, 1) == 1);
  BOOST_TEST(optimal_worker_count(100, 100'000) == optimal_worker_count(100));
  BOOST_TEST(optimal_worker_count(100, 0) == optimal_worker_count(100));
}

BOOST_AUTO_TEST_CASE(each_index_is_visited_once_for_any_number_of_workers) {
  for (const int workers : kWorkerCounts) {
    for (const std::size_t count : {0U, 1U, 2U, 3U, 7U, 1000U}) {
      std::vector<std::atomic<int>> visits(count);
      parallel_for(count, workers, [&](std::size_t i) { ++visits[i]; });
      BOOST_TEST(std::all_of(visits.begin(), visits.end(), [](const auto& n) { return n == 1; }));
    }
  }
}

BOOST_AUTO_TEST_CASE(slots_reduced_in_order_give_the_same_bits_for_any_number_of_workers) {
  const auto sum = [](int workers) {
    std::vector<double> slots(5000);
    parallel_for(slots.size(), workers,
                 [&](std::size_t i) { slots[i] = std::sin(0.1 * static_cast<double>(i)); });
    return std::accumulate(slots.begin(), slots.end(), 0.0);
  };
  for (const int workers : kWorkerCounts) BOOST_TEST(sum(workers) == sum(1));
}

BOOST_AUTO_TEST_CASE(one_worker_runs_inline_and_in_order) {
  const auto caller = std::this_thread::get_id();
  std::vector<std::size_t> order;
  parallel_for(10, 1, [&](std::size_t i) {
    BOOST_CHECK(std::this_thread::get_id() == caller);
    order.push_back(i);
  });
  BOOST_TEST(order.size() == 10U);
  BOOST_TEST(std::is_sorted(order.begin(), order.end()));
}

BOOST_AUTO_TEST_CASE(one_item_runs_inline) {
  std::thread::id runner;
  parallel_for(1, 8, [&](std::size_t) { runner = std::this_thread::get_id(); });
  BOOST_CHECK(runner == std::this_thread::get_id());
}

BOOST_AUTO_TEST_CASE(no_more_bodies_than_workers_run_at_once) {
  std::atomic<int> running{0}, most{0};
  parallel_for(200, 2, [&](std::size_t) {
    const int now = ++running;
    int seen = most.load();
    while (now > seen && !most.compare_exchange_weak(seen, now)) {
    }
    std::this_thread::yield();
    --running;
  });
  BOOST_TEST(most.load() <= 2);
}

BOOST_AUTO_TEST_CASE(the_exception_of_the_lowest_index_comes_out) {
  for (const int workers : kWorkerCounts) {
    for (int round = 0; round < 50; ++round) {
      const std::string message = thrown<std::runtime_error>([&] {
        parallel_for(100, workers, [](std::size_t i) {
          if (i == 17 || i == 18 || i >= 60) throw std::runtime_error("index " + std::to_string(i));
        });
      });
      BOOST_TEST(message == "index 17");
    }
  }
}

BOOST_AUTO_TEST_CASE(indices_below_a_failed_one_still_run) {
  for (const int workers : kWorkerCounts) {
    std::vector<int> done(100, 0);
    BOOST_CHECK_THROW(parallel_for(done.size(), workers,
                                   [&](std::size_t i) {
                                     if (i == 50) throw Canceled();
                                     done[i] = 1;
                                   }),
                      Canceled);
    BOOST_TEST(std::accumulate(done.begin(), done.begin() + 50, 0) == 50);
  }
}

BOOST_AUTO_TEST_CASE(after_an_exception_the_next_loop_works) {
  BOOST_CHECK_THROW(parallel_for(8, 0, [](std::size_t) { throw Error("no"); }), Error);
  std::atomic<int> visits{0};
  parallel_for(8, 0, [&](std::size_t) { ++visits; });
  BOOST_TEST(visits.load() == 8);
}

BOOST_AUTO_TEST_CASE(nested_loops_run_inline_and_in_order) {
  for (const int workers : kWorkerCounts) {
    std::vector<std::vector<std::size_t>> orders(6);
    std::atomic<int> strays{0};
    parallel_for(orders.size(), workers, [&](std::size_t i) {
      const auto runner = std::this_thread::get_id();
      parallel_for(20, 4, [&](std::size_t j) {
        if (std::this_thread::get_id() != runner) ++strays;
        orders[i].push_back(j);
      });
    });
    BOOST_TEST(strays.load() == 0);
    for (const auto& order : orders) {
      BOOST_TEST(order.size() == 20U);
      BOOST_TEST(std::is_sorted(order.begin(), order.end()));
    }
  }
}

BOOST_AUTO_TEST_CASE(loops_of_two_threads_at_once_both_finish) {
  std::vector<int> first(500, 0), second(500, 0);
  std::thread other([&] { parallel_for(second.size(), 2, [&](std::size_t i) { second[i] = 1; }); });
  parallel_for(first.size(), 2, [&](std::size_t i) { first[i] = 1; });
  other.join();
  BOOST_TEST(std::accumulate(first.begin(), first.end(), 0) == 500);
  BOOST_TEST(std::accumulate(second.begin(), second.end(), 0) == 500);
}

BOOST_AUTO_TEST_CASE(the_loops_of_opencv_run_inline_in_a_body_after_another_loop_has_ended) {
  std::promise<void> first_has_begun, second_has_begun;
  std::thread first([&] {
    parallel_for(1, 1, [&](std::size_t) {
      first_has_begun.set_value();
      second_has_begun.get_future().wait();
    });
  });
  first_has_begun.get_future().wait();
  int parts = 0;
  parallel_for(1, 1, [&](std::size_t) {
    second_has_begun.set_value();
    first.join();
    cv::parallel_for_(cv::Range(0, 8), [&](const cv::Range& range) { parts += range.size() == 8 ? 1 : 100; });
  });
  BOOST_TEST(parts == 1);
}

BOOST_AUTO_TEST_CASE(loops_of_many_threads_share_what_helps_them) {
  constexpr std::size_t kLoops = 8, kItems = 300;
  std::vector<std::vector<int>> visits(kLoops, std::vector<int>(kItems, 0));
  std::vector<std::thread> threads;
  for (std::vector<int>& own : visits) {
    threads.emplace_back([&own] {
      for (int round = 0; round < 20; ++round) parallel_for(own.size(), 0, [&](std::size_t i) { ++own[i]; });
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::vector<int>& own : visits) {
    BOOST_TEST(std::ranges::all_of(own, [](int count) { return count == 20; }));
  }
}

BOOST_AUTO_TEST_CASE(a_negative_number_of_workers_is_refused) {
  const std::string message = thrown<std::invalid_argument>([] { parallel_for(3, -2, [](std::size_t) {}); });
  BOOST_TEST(contains(message, "workers -2"), message);
}

BOOST_AUTO_TEST_CASE(tasks_fill_their_own_places_however_many_run) {
  for (const int most : {0, 1, 3}) {
    std::vector<int> results(50, 0);
    TaskQueue tasks(most);
    for (std::size_t i = 0; i < results.size(); ++i) {
      if (tasks.is_full()) tasks.finish_oldest();
      tasks.start([&results, i] { results[i] = static_cast<int>(i); });
    }
    tasks.finish_all();
    BOOST_TEST(tasks.size() == 0u);
    for (std::size_t i = 0; i < results.size(); ++i) BOOST_TEST(results[i] == static_cast<int>(i));
  }
}

BOOST_AUTO_TEST_CASE(without_threads_a_task_runs_in_start) {
  TaskQueue tasks(0);
  std::thread::id where;
  tasks.start([&] { where = std::this_thread::get_id(); });
  BOOST_CHECK(where == std::this_thread::get_id());
}

BOOST_AUTO_TEST_CASE(the_loops_of_opencv_run_inline_in_a_task) {
  TaskQueue tasks(2);
  int parts = 0;
  tasks.start([&] {
    cv::parallel_for_(cv::Range(0, 8), [&](const cv::Range& range) { parts += range.size() == 8 ? 1 : 100; });
  });
  tasks.finish_oldest();
  BOOST_TEST(parts == 1);
}

BOOST_AUTO_TEST_CASE(what_a_task_throws_comes_out_when_it_is_finished) {
  for (const int most : {0, 2}) {
    TaskQueue tasks(most);
    tasks.start([] { throw std::runtime_error("task"); });
    BOOST_CHECK_THROW(tasks.finish_oldest(), std::runtime_error);
    BOOST_TEST(tasks.size() == 0u);
  }
}

BOOST_AUTO_TEST_SUITE_END()
