#include "smartcrop/core/base64.hpp"

#include <boost/test/unit_test.hpp>

using namespace smartcrop;

BOOST_AUTO_TEST_SUITE(base64)

BOOST_AUTO_TEST_CASE(the_examples_of_the_standard) {
  const std::vector<std::uint8_t> bytes{'f', 'o', 'o', 'b', 'a', 'r'};
  const std::vector<std::string> texts{"", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
  for (std::size_t n = 0; n < texts.size(); ++n) {
    const std::vector<std::uint8_t> part(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(n));
    BOOST_TEST(encode_base64(part) == texts[n]);
    BOOST_TEST((decode_base64(texts[n]) == part));
  }
}

BOOST_AUTO_TEST_CASE(every_byte_comes_back) {
  std::vector<std::uint8_t> bytes(256);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i);
  const std::string text = encode_base64(bytes);
  BOOST_TEST(text.starts_with("AAECAwQF"));
  BOOST_TEST(text.ends_with("/P3+/w=="));
  BOOST_TEST((decode_base64(text) == bytes));
}

BOOST_AUTO_TEST_CASE(text_that_is_not_base64_is_refused) {
  for (const char* text : {"Z", "Zg", "Zm8", "Zm9v ", "Z!9v", "Zm=v", "Z===", "====", "Zg==Zg==", "Zm9v\n"}) {
    BOOST_TEST_CONTEXT("'" << text << "'") {
      BOOST_TEST(!decode_base64(text).has_value());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
