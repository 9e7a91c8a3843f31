#include "smartcrop/core/error.hpp"

#include <boost/test/unit_test.hpp>

#include "smartcrop/core/progress.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using smartcrop::test::thrown;

BOOST_AUTO_TEST_SUITE(core)

BOOST_AUTO_TEST_CASE(without_problems_nothing_is_thrown) {
  BOOST_CHECK_NO_THROW(throw_if_any("options", {}));
}

BOOST_AUTO_TEST_CASE(all_problems_are_joined_in_one_line) {
  BOOST_TEST(thrown<std::invalid_argument>([] { throw_if_any("crop options", {"scale 2 is above 1"}); }) ==
             "crop options: scale 2 is above 1");
  BOOST_TEST(thrown<std::invalid_argument>([] {
               throw_if_any("crop options", {"a", "b", "c"});
             }) == "crop options: a; b; c");
}

BOOST_AUTO_TEST_CASE(canceling_a_copy_of_a_token_cancels_all) {
  const CancellationToken token;
  const CancellationToken copy = token;
  BOOST_TEST(!token.is_canceled());
  BOOST_CHECK_NO_THROW(token.throw_if_canceled());
  copy.cancel();
  BOOST_TEST(token.is_canceled());
  BOOST_CHECK_THROW(token.throw_if_canceled(), Canceled);
  BOOST_TEST(!CancellationToken().is_canceled());
}

BOOST_AUTO_TEST_CASE(who_survives_an_error_does_not_survive_cancellation_or_a_timeout) {
  const auto survive = [](auto&& thrown) {
    try {
      throw thrown;
    } catch (const Error&) {
    }
  };
  BOOST_CHECK_NO_THROW(survive(Error("damaged")));
  BOOST_CHECK_THROW(survive(Canceled()), Canceled);
  BOOST_CHECK_THROW(survive(TimedOut("pipe")), TimedOut);
  BOOST_TEST(Canceled().what() == "canceled");
}

BOOST_AUTO_TEST_SUITE_END()
