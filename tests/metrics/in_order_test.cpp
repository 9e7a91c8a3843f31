// Known answers of the in-order delivery of frames from several readers.
#include "../../modules/metrics/src/in_order.hpp"

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <future>
#include <stdexcept>
#include <thread>
#include <vector>

namespace smartcrop::internal {
namespace {

SmallFrame numbered(std::int64_t index) {
  SmallFrame frame;
  frame.index = {index};
  frame.time = {Rational(index, 25)};
  return frame;
}

/// What was delivered: times in frames, and the numbers that the frames were given.
struct Delivered {
  std::vector<std::int64_t> places, numbers;

  void operator()(const SmallFrame& frame) {
    places.push_back(std::llround(frame.time.value() * 25));
    numbers.push_back(frame.index.value);
  }
};

constexpr std::size_t kMostWaiting = 100;

using Numbers = std::vector<std::int64_t>;

bool is_waiting(const std::future<void>& reader) {
  return reader.wait_for(std::chrono::milliseconds(50)) == std::future_status::timeout;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(metrics_in_order)

BOOST_AUTO_TEST_CASE(frames_of_the_first_part_are_delivered_at_once) {
  Delivered delivered;
  InOrder order(std::ref(delivered), 2, kMostWaiting);
  order.add(0, numbered(0));
  BOOST_TEST(delivered.places == Numbers({0}));
  order.add(0, numbered(1));
  BOOST_TEST(delivered.places == Numbers({0, 1}));
}

BOOST_AUTO_TEST_CASE(later_parts_wait_until_all_before_have_ended) {
  Delivered delivered;
  InOrder order(std::ref(delivered), 3, kMostWaiting);
  order.add(2, numbered(4));
  order.end(2);
  order.add(1, numbered(2));
  order.add(1, numbered(3));
  BOOST_TEST(delivered.places.empty());
  order.add(0, numbered(0));
  order.add(0, numbered(1));
  BOOST_TEST(delivered.places == Numbers({0, 1}));
  order.end(0);
  BOOST_TEST(delivered.places == Numbers({0, 1, 2, 3}));
  order.end(1);
  BOOST_TEST(delivered.places == Numbers({0, 1, 2, 3, 4}));
}

BOOST_AUTO_TEST_CASE(a_part_without_frames_is_passed_over) {
  Delivered delivered;
  InOrder order(std::ref(delivered), 3, kMostWaiting);
  order.add(2, numbered(7));
  order.end(1);
  order.end(0);
  BOOST_TEST(delivered.places == Numbers({7}));
}

BOOST_AUTO_TEST_CASE(frames_are_numbered_on_from_the_first_one) {
  Delivered delivered;
  InOrder order(std::ref(delivered), 2, kMostWaiting);
  order.add(0, numbered(10));
  order.add(0, numbered(11));
  order.end(0);
  SmallFrame far = numbered(12);  // a clone that was entered at a key frame estimated this number
  far.index = {900};
  order.add(1, far);
  BOOST_TEST(delivered.places == Numbers({10, 11, 12}));
  BOOST_TEST(delivered.numbers == Numbers({10, 11, 12}));
}

BOOST_AUTO_TEST_CASE(a_reader_far_ahead_waits_and_goes_on_when_its_turn_comes) {
  Delivered delivered;
  InOrder order(std::ref(delivered), 2, kMostWaiting);
  constexpr std::int64_t kMany = 400;
  std::future<void> ahead = std::async(std::launch::async, [&] {
    for (std::int64_t i = 1; i <= kMany; ++i) order.add(1, numbered(i));
    order.end(1);
  });
  BOOST_TEST(is_waiting(ahead));
  BOOST_TEST(delivered.places.empty());
  order.add(0, numbered(0));
  order.end(0);
  ahead.get();
  BOOST_REQUIRE(delivered.places.size() == static_cast<std::size_t>(kMany) + 1);
  for (std::int64_t i = 0; i <= kMany; ++i) BOOST_TEST(delivered.places[static_cast<std::size_t>(i)] == i);
}

BOOST_AUTO_TEST_CASE(the_reader_whose_turn_it_is_waits_for_a_slow_receiver) {
  std::promise<void> let_on;
  std::atomic<int> received = 0;
  InOrder order(
      [&](const SmallFrame&) {
        if (received++ == 0) let_on.get_future().wait();
      },
      2, kMostWaiting);
  std::future<void> handing_over = std::async(std::launch::async, [&] {
    order.end(0);
    order.add(1, numbered(0));
  });
  while (received == 0) std::this_thread::yield();
  std::future<void> reader = std::async(std::launch::async, [&] {
    for (std::int64_t i = 1; i <= 400; ++i) order.add(1, numbered(i));
    order.end(1);
  });
  BOOST_TEST(is_waiting(reader));
  let_on.set_value();
  handing_over.get();
  reader.get();
  BOOST_TEST(received == 401);
}

BOOST_AUTO_TEST_CASE(after_stop_nobody_waits_and_nothing_is_delivered) {
  Delivered delivered;
  InOrder order(std::ref(delivered), 2, kMostWaiting);
  std::future<void> ahead = std::async(std::launch::async, [&] {
    for (std::int64_t i = 1; i <= 400; ++i) order.add(1, numbered(i));
  });
  BOOST_TEST(is_waiting(ahead));
  order.stop();
  ahead.get();
  order.add(0, numbered(0));
  BOOST_TEST(delivered.places.empty());
}

BOOST_AUTO_TEST_CASE(what_the_receiver_throws_reaches_the_one_who_brought_the_frame_and_stops_all) {
  int received = 0;
  InOrder order(
      [&](const SmallFrame&) {
        if (++received == 2) throw std::out_of_range("enough");
      },
      2, kMostWaiting);
  order.add(0, numbered(0));
  BOOST_CHECK_THROW(order.add(0, numbered(1)), std::out_of_range);
  order.add(0, numbered(2));
  order.end(0);
  order.add(1, numbered(3));
  BOOST_TEST(received == 2, kMostWaiting);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop::internal
