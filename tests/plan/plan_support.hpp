#pragma once

#include <boost/test/unit_test.hpp>
#include <string>

#include "smartcrop/core/error.hpp"

namespace smartcrop::test {

/// What the Error thrown by `body` says; empty where it throws none.
template <typename Body>
std::string message_of(const Body& body) {
  try {
    body();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

/// `text` with the first `from` in it replaced.
inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto start = text.find(from);
  BOOST_REQUIRE(start != std::string::npos);
  return text.replace(start, from.size(), to);
}

}  // namespace smartcrop::test
