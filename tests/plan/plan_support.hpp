#pragma once

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>
#include <string>

#include "smartcrop/core/error.hpp"
#include "smartcrop/plan/analysis_document.hpp"

namespace smartcrop::test {

/// What the Error thrown by `body` says; empty if it throws none.
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

/// The text of a file below the source folder.
inline std::string text_of(const std::string& name) {
  const std::string path = SMARTCROP_TEST_SOURCE_DIR "/" + name;
  std::ifstream file(path);
  BOOST_REQUIRE_MESSAGE(file, path << ": cannot be read");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// What the reader says of the analysis with the first `from` in its text replaced.
inline std::string error_after(const AnalysisDocument& analysis, const std::string& from,
                               const std::string& to) {
  return message_of([&] { read_analysis(replaced(write_analysis(analysis), from, to), "a.json"); });
}

}  // namespace smartcrop::test
