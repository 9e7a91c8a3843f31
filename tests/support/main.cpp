// The main function of every test program. The rest of Boost.Test's header is precompiled already.
#define BOOST_TEST_MODULE smartcrop
#include <boost/test/unit_test_suite.hpp>
