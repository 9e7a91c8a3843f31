// The main function of every test program: that of Boost.Test, except that it ends with 77 where test cases
// were skipped and none failed.
#define BOOST_TEST_NO_MAIN
#include <boost/test/unit_test.hpp>

namespace smartcrop::test {
extern int skipped_cases;
}

namespace {
bool name_suite() {
  boost::unit_test::framework::master_test_suite().p_name.value = "smartcrop";
  return true;
}
}  // namespace

int main(int count, char* arguments[]) {
  constexpr int kSkipped = 77;
  const int result = boost::unit_test::unit_test_main(name_suite, count, arguments);
  return result == 0 && smartcrop::test::skipped_cases > 0 ? kSkipped : result;
}
