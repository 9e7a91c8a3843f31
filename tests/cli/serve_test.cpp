// smartcrop-serve from the outside: what it says, how it ends.

#include <boost/test/unit_test.hpp>

#include "cli/cli.hpp"
#include "support/thrown.hpp"

using namespace smartcrop::test;

namespace {

/// Runs the server until it has printed its address, then ends it by a signal.
ProcessResult served(std::vector<std::string> arguments, const std::string& signal) {
  const TemporaryFolder folder;
  const std::string script =
      "app=$1 signal=$2 out=$3; shift 3; \"$app\" \"$@\" >\"$out\" & "
      "while [ ! -s \"$out\" ]; do sleep 0.05; done; "
      "kill -\"$signal\" $!; wait $!; code=$?; cat \"$out\"; exit $code";
  std::vector<std::string> command{
      "sh", "-c", script, "sh", SMARTCROP_TEST_BINARY_DIR "/bin/smartcrop-serve", signal, folder / "out"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return run(command);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_serve)

BOOST_AUTO_TEST_CASE(it_prints_its_address_and_ends_when_interrupted) {
  for (const char* signal : {"INT", "TERM"}) {
    const ProcessResult result = served({small_video(), "--port", "0"}, signal);
    BOOST_TEST(result.exit_code == 130);
    BOOST_TEST(result.out.starts_with("http://127.0.0.1:"));
    BOOST_TEST(lines(result.out) == 1);
    BOOST_TEST(contains(result.err, "interrupted; unfinished output was removed"));
  }
}

BOOST_AUTO_TEST_CASE(with_a_host_the_address_brings_a_token) {
  const ProcessResult result = served({small_video(), "--port", "0", "--host", "127.0.0.1"}, "INT");
  const std::size_t token = result.out.find("/?token=");
  BOOST_REQUIRE(token != std::string::npos);
  BOOST_TEST(result.out.size() - token - 8 - 1 == 32U);
}

BOOST_AUTO_TEST_CASE(what_it_cannot_serve_is_told_in_one_line) {
  const TemporaryFolder folder;
  const ProcessResult missing = app("serve", {folder / "none", "--port", "0"});
  BOOST_TEST(missing.exit_code == 1);
  BOOST_TEST(lines(missing.err) == 1);
  BOOST_TEST(contains(missing.err, "give a video or a folder of videos"));
  write_file(folder / "none", "no folder");
  const ProcessResult output = app("serve", {small_video(), "--port", "0", "--output-dir", folder / "none"});
  BOOST_TEST(output.exit_code == 1);
  BOOST_TEST(contains(output.err, "cannot be made a folder"));
}

BOOST_AUTO_TEST_CASE(wrong_usage_is_told) {
  BOOST_TEST(app("serve", {}).exit_code == 2);
  BOOST_TEST(app("serve", {small_video(), "--port", "70000"}).exit_code == 2);
  BOOST_TEST(app("serve", {small_video(), "--port", "-1"}).exit_code == 2);
}

BOOST_AUTO_TEST_SUITE_END()
