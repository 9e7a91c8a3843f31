#include "support/skip.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string_view>

namespace fs = std::filesystem;

namespace smartcrop::test {

int skipped_cases = 0;  // read by main.cpp

namespace {

bool is_ci() {
  const char* ci = std::getenv("CI");
  return ci && std::string_view(ci) == "true";
}

bool report(const std::string& what, const std::string& how, bool must_be_there) {
  const std::string name = boost::unit_test::framework::current_test_case().full_name();
  if (must_be_there) {
    BOOST_ERROR(name << " needs " << what << ", which is missing (" << how << ")");
  } else {
    std::cerr << "SKIPPED " << name << ": " << what << " is missing (" << how << ")" << std::endl;
    ++skipped_cases;
  }
  return true;
}

}  // namespace

bool skips(bool missing, const std::string& what, const std::string& how) {
  return missing && report(what, how, is_ci());
}

std::string data_file(const std::string& name) {
  const std::string path = SMARTCROP_TEST_SOURCE_DIR "/data/" + name;
  const std::string how = name == "sample.mp4"  ? "scripts/make-sample"
                          : name == "vtest.avi" ? "scripts/fetch-vtest"
                                                : "scripts/fetch-models";
  return skips(!fs::exists(path), "data/" + name, how) ? std::string() : path;
}

std::string eval_file(const std::string& relative) {
  const char* given = std::getenv("SMARTCROP_EVAL_DIR");
  const fs::path folder = given ? fs::path(given) : fs::path(SMARTCROP_TEST_SOURCE_DIR) / "../shared/eval";
  const fs::path path = folder / relative;
  if (fs::exists(path)) return path.string();
  report("the evaluation set's " + relative, "set SMARTCROP_EVAL_DIR", given != nullptr);
  return {};
}

}  // namespace smartcrop::test
