#include "smartcrop/libav/base64.hpp"

#include <boost/test/unit_test.hpp>

using namespace smartcrop::libav;

BOOST_AUTO_TEST_SUITE(libav_base64)

BOOST_AUTO_TEST_CASE(the_examples_of_the_standard) {
  const std::vector<std::uint8_t> bytes{'f', 'o', 'o', 'b', 'a', 'r'};
  const std::vector<std::string> texts{"", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
  for (std::size_t n = 0; n < texts.size(); ++n) {
    const std::vector<std::uint8_t> part(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(n));
    BOOST_TEST(encode_base64(part) == texts[n]);
    BOOST_TEST((decode_base64(texts[n], n) == part));
  }
}

BOOST_AUTO_TEST_CASE(text_of_another_length_or_other_letters_is_refused) {
  BOOST_TEST(!decode_base64("Zm9v", 2).has_value());
  BOOST_TEST(!decode_base64("Zm9v", 4).has_value());
  BOOST_TEST(!decode_base64("Zm9v", 6).has_value());
  BOOST_TEST(!decode_base64("Zm8=", 3).has_value());
  BOOST_TEST(!decode_base64("Z!9v", 3).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
