#include "../../modules/speakers/src/turn_path.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

using smartcrop::internal::best_turns;

namespace {

/// Evidence of two states from a text: at each step `a` speaks for the first one, `b` for the second, `.` for
/// none.
std::vector<std::vector<double>> evidence(const std::string& steps) {
  std::vector<std::vector<double>> rows(2);
  for (const char step : steps) {
    rows[0].push_back(step == 'a' ? 0 : -1);
    rows[1].push_back(step == 'b' ? 0 : -1);
  }
  return rows;
}

std::string turns(const std::string& steps, std::size_t dwell, double price) {
  std::string text;
  for (const std::size_t state : best_turns(evidence(steps), dwell, price)) text += state == 0 ? 'a' : 'b';
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(speakers_turn_path)

BOOST_AUTO_TEST_CASE(the_state_with_the_evidence_has_the_turn) {
  BOOST_TEST(turns("aaaaabbbbb", 1, 0.5) == "aaaaabbbbb");
}

BOOST_AUTO_TEST_CASE(a_change_must_be_worth_its_price) {
  BOOST_TEST(turns("aaaaaabbaaaaaa", 1, 0.9) == "aaaaaabbaaaaaa");
  BOOST_TEST(turns("aaaaaabbaaaaaa", 1, 1.1) == "aaaaaaaaaaaaaa");
}

BOOST_AUTO_TEST_CASE(no_turn_is_shorter_than_the_dwell) {
  BOOST_TEST(turns("aaaaaabaaaaaaa", 3, 0) == "aaaaaaaaaaaaaa");
  BOOST_TEST(turns("aaaabbbaaaa", 3, 0) == "aaaabbbaaaa");
  // At the start and at the end neither.
  BOOST_TEST(turns("baaaaaaaab", 3, 0) == "aaaaaaaaaa");
  BOOST_TEST(turns("bbaaaaaaaabb", 2, 0) == "bbaaaaaaaabb");
}

BOOST_AUTO_TEST_CASE(a_turn_lasts_where_nothing_is_known) {
  BOOST_TEST(turns("aaaa......aaaa", 2, 0.1) == "aaaaaaaaaaaaaa");
}

BOOST_AUTO_TEST_CASE(fewer_steps_than_two_dwells_have_one_state) {
  BOOST_TEST(turns("abbb", 3, 0) == "bbbb");
  BOOST_TEST(turns("abb", 30, 0) == "bbb");
}

BOOST_AUTO_TEST_CASE(without_states_or_steps_there_are_no_turns) {
  BOOST_TEST(best_turns({}, 3, 1).empty());
  BOOST_TEST(turns("", 3, 1).empty());
}

BOOST_AUTO_TEST_SUITE_END()
