#include <boost/test/unit_test.hpp>
#include <csignal>
#include <filesystem>

#include "cli/cli.hpp"
#include "support/terminal.hpp"

using namespace smartcrop::test;
namespace fs = std::filesystem;

namespace {

const std::string kQuestion = "Which crop looks best? [1-10, Enter = 1] ";
const std::string kAttributesQuery = "\033[c";
const std::string kKittyQuery = "\033_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\033\\\033[c";
const std::string kSixelBegin = "\033P", kKittyBegin = "\033_Ga=T,f=100";

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
                                     "ultrafast"};
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
  // A terminal that does not answer gets no pictures.
  BOOST_TEST(!contains(result.out, kSixelBegin));
  BOOST_TEST(!contains(result.out, kKittyBegin));
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

BOOST_AUTO_TEST_CASE(a_terminal_that_names_sixel_among_its_attributes_gets_sixels) {
  const Desk desk;
  const ProcessResult result = desk.crop([](Terminal& terminal) {
    BOOST_TEST(terminal.expect(kAttributesQuery));
    terminal.type("\033[?62;4;22c");
    BOOST_TEST(terminal.expect(kSixelBegin));
    BOOST_TEST(terminal.expect("\033\\"));
    BOOST_TEST(terminal.expect(kQuestion));
    terminal.type("2\n");
  });
  BOOST_TEST(result.exit_code == 0);
  // No wider than the terminal's 640 px, as the raster attributes say: "1;1;WIDTH;HEIGHT
  const std::size_t raster = result.out.find("\"1;1;");
  BOOST_TEST_REQUIRE(raster != std::string::npos);
  const int width = std::stoi(result.out.substr(raster + 5));
  BOOST_TEST(width > 100);
  BOOST_TEST(width <= 640);
  BOOST_TEST(!contains(result.out, kKittyBegin));
}

BOOST_AUTO_TEST_CASE(a_terminal_that_takes_kittys_query_gets_a_png) {
  const Desk desk;
  const ProcessResult result = desk.crop([](Terminal& terminal) {
    BOOST_TEST(terminal.expect(kAttributesQuery));
    terminal.type("\033[?62c");
    BOOST_TEST(terminal.expect(kKittyQuery));
    terminal.type("\033_Gi=31;OK\033\\\033[?62c");
    BOOST_TEST(terminal.expect(kKittyBegin));
    BOOST_TEST(terminal.expect("iVBORw0KGgo"));  // how a PNG begins, in base64
    BOOST_TEST(terminal.expect(kQuestion));
    terminal.type("\n");
  });
  BOOST_TEST(result.exit_code == 0);
  BOOST_TEST(!contains(result.out, kSixelBegin));
}

BOOST_AUTO_TEST_CASE(a_terminal_that_can_do_neither_gets_the_path_and_the_question) {
  const Desk desk;
  for (const std::string answer : {"\033[?6c", "\033_Gi=31;ENOTSUPPORTED\033\\\033[?6c"}) {
    const ProcessResult result = desk.crop(
        [&](Terminal& terminal) {
          BOOST_TEST(terminal.expect(kAttributesQuery));
          terminal.type("\033[?6c");
          BOOST_TEST(terminal.expect(kKittyQuery));
          terminal.type(answer);
          BOOST_TEST(terminal.expect("talk_crop_options.jpg"));
          BOOST_TEST(terminal.expect(kQuestion));
          terminal.type("1\n");
        },
        {"--dry-run"});
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST(!contains(result.out, kSixelBegin));
    BOOST_TEST(!contains(result.out, kKittyBegin));
    BOOST_TEST(!contains(result.out, "is not a number"));
  }
}

BOOST_AUTO_TEST_CASE(what_is_typed_while_the_terminal_is_asked_counts) {
  const Desk desk;
  const ProcessResult result = desk.crop(
      [](Terminal& terminal) {
        terminal.type("no\n");
        BOOST_TEST(terminal.expect(kAttributesQuery));
        terminal.type("7\n\033[?62;4c");
        BOOST_TEST(terminal.expect("'no' is not a number"));
      },
      {"--dry-run"});
  BOOST_TEST(result.exit_code == 0);
  BOOST_TEST(contains(result.out, kSixelBegin));
}

BOOST_AUTO_TEST_CASE(an_answer_of_the_terminal_that_comes_too_late_is_not_taken_for_the_persons) {
  const Desk desk;
  const ProcessResult result = desk.crop(
      [](Terminal& terminal) {
        BOOST_TEST(terminal.expect(kQuestion));
        terminal.type("\033[?62;4c3\n");
      },
      {"--dry-run"});
  BOOST_TEST(result.exit_code == 0);
  BOOST_TEST(!contains(result.out, "is not a number"));
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
