#include <boost/test/unit_test.hpp>
#include <csignal>
#include <filesystem>

#include "cli/cli.hpp"
#include "support/terminal.hpp"

using namespace smartcrop::test;
namespace fs = std::filesystem;

namespace {

const std::string kQuestion = "Which crop looks best? [1-10, Enter = 1] ";

struct Desk {
  TemporaryFolder folder;
  std::string video = folder / "talk.mp4";

  Desk() { fs::copy_file(small_video(), video); }

  ProcessResult crop(const std::function<void(Terminal&)>& conversation,
                     std::vector<std::string> more = {}) const {
    std::vector<std::string> command{SMARTCROP_TEST_BINARY_DIR "/bin/smartcrop-crop",
                                     video,
                                     "--interactive",
                                     "--progress",
                                     "none",
                                     "--preset",
                                     "ultrafast",
                                     "--scale",
                                     "0.75"};
    command.insert(command.end(), more.begin(), more.end());
    return run_on_terminal(command, conversation);
  }
  bool has_previews() const { return fs::exists(folder / "talk_crop_option_1.jpg"); }
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_terminal)

BOOST_AUTO_TEST_CASE(a_person_is_asked_until_the_answer_is_one) {
  const Desk desk;
  const ProcessResult result = desk.crop([&](Terminal& terminal) {
    BOOST_TEST(terminal.expect("rank"));
    BOOST_TEST(terminal.expect("talk_crop_options.jpg"));
    BOOST_TEST(terminal.expect(kQuestion));
    BOOST_TEST(desk.has_previews());
    terminal.type("eleven\n");
    BOOST_TEST(terminal.expect("'eleven' is not a number from 1 to 10."));
    BOOST_TEST(terminal.expect(kQuestion));
    terminal.type("4\n");
  });
  BOOST_TEST(result.exit_code == 0);
  BOOST_TEST(result.out.ends_with("talk.smart_cropped.mp4\r\n"));
  BOOST_TEST(!contains(result.out, "\033"));  // no escape sequences
  BOOST_TEST(desk.folder.names().size() == 2U);
}

BOOST_AUTO_TEST_CASE(the_end_of_input_on_a_terminal_takes_the_first) {
  const Desk desk;
  const ProcessResult result = desk.crop([](Terminal& terminal) {
    BOOST_TEST(terminal.expect(kQuestion));
    terminal.type("\x04");
  });
  BOOST_TEST(result.exit_code == 0);
  BOOST_TEST(contains(result.out, "taking the first"));
}

BOOST_AUTO_TEST_CASE(an_interrupt_at_the_question_leaves_nothing_behind) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const Desk desk;
    const ProcessResult result = desk.crop(
        [&](Terminal& terminal) {
          BOOST_TEST(terminal.expect(kQuestion));
          BOOST_TEST(desk.has_previews());
          if (signal == SIGINT) {
            terminal.type("\x03");
          } else {
            kill(terminal.pid(), signal);
          }
        },
        {"--keep-previews"});
    BOOST_TEST(result.exit_code == 130);
    BOOST_TEST(desk.folder.names().size() == 1U);
  }
}

BOOST_AUTO_TEST_CASE(quiet_on_a_terminal_leaves_only_the_question) {
  const Desk desk;
  const ProcessResult result = desk.crop(
      [](Terminal& terminal) {
        BOOST_TEST(terminal.expect(kQuestion));
        terminal.type("2\n");
      },
      {"--quiet"});
  BOOST_TEST(result.exit_code == 0);
  BOOST_TEST(result.out.starts_with(kQuestion));
  BOOST_TEST(lines(result.out) == 2);
}

BOOST_AUTO_TEST_SUITE_END()
