#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/cli.hpp"

using namespace smartcrop::test;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

/// A folder with talk.mp4 in it, where crops are made.
struct Desk {
  TemporaryFolder folder;
  std::string video = folder / "talk.mp4";

  Desk() { fs::copy_file(small_video(), video); }

  ProcessResult crop(std::vector<std::string> arguments, const std::string& input) const {
    arguments.insert(arguments.begin(), {video, "--interactive", "--preset", "ultrafast", "--scale", "0.75"});
    return app("crop", arguments, input);
  }
  /// Left top corner of the window that an answer leads to.
  std::pair<int, int> chosen_by(const std::string& input) const {
    const ProcessResult dry = crop({"--dry-run"}, input);
    BOOST_TEST_REQUIRE(dry.exit_code == 0, dry.err);
    const json plan = json::parse(dry.out.substr(0, dry.out.rfind("ffmpeg ")));
    const json& key = plan["shots"][0]["keyframes"][0];
    return {key["x"].get<int>(), key["y"].get<int>()};
  }
};

const json& candidates() {
  static const json found = json::parse(
      app("analyze", {small_video(), "--scale", "0.75", "--json", "-"}).out)["aspects"][0]["candidates"];
  return found;
}

std::pair<int, int> candidate(std::size_t number) {
  return {candidates()[number - 1]["x"].get<int>(), candidates()[number - 1]["y"].get<int>()};
}

int times(const std::string& text, const std::string& part) {
  int count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

const std::string kQuestion = "Which crop looks best? [1-10, Enter = 1] ";

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_interactive)

BOOST_AUTO_TEST_CASE(a_choice_that_is_piped_in_is_the_window_that_is_cropped) {
  const Desk desk;
  for (const std::size_t number : {1U, 4U, 10U})
    BOOST_CHECK(desk.chosen_by(std::to_string(number) + "\n") == candidate(number));
  BOOST_CHECK(desk.chosen_by(" 3 ") == candidate(3));  // the last line may lack its end
  BOOST_TEST(desk.folder.names().size() == 1U);        // previews are gone
}

BOOST_AUTO_TEST_CASE(enter_and_the_end_of_input_take_the_first) {
  const Desk desk;
  BOOST_CHECK(desk.chosen_by("\n") == candidate(1));
  BOOST_CHECK(desk.chosen_by("") == candidate(1));
  BOOST_CHECK(desk.chosen_by("eleven\n") == candidate(1));
}

BOOST_AUTO_TEST_CASE(a_wrong_answer_is_asked_again) {
  const Desk desk;
  const ProcessResult result = desk.crop({"--dry-run"}, "best\n0\n11\n-1\n2.5\n99999999999999999999\n3\n1\n");
  BOOST_TEST(result.exit_code == 0);
  BOOST_TEST(times(result.err, kQuestion) == 7);
  BOOST_TEST(result.err.find("'11' is not a number from 1 to 10.") != std::string::npos);
  BOOST_CHECK(desk.chosen_by("best\n11\n3\n1\n") == candidate(3));
}

BOOST_AUTO_TEST_CASE(the_answer_is_one_line_and_the_rest_of_stdin_is_left_to_others) {
  const Desk desk;
  const ProcessResult result = run({"sh", "-c", "\"$0\" \"$1\" --interactive --dry-run -q >/dev/null && cat",
                                    SMARTCROP_TEST_BINARY_DIR "/bin/smartcrop-crop", desk.video},
                                   "2\nfor the next program\n");
  BOOST_TEST(result.out == "for the next program\n");
}

BOOST_AUTO_TEST_CASE(the_table_and_the_question_go_to_stderr_and_the_path_to_stdout) {
  const Desk desk;
  const ProcessResult result = desk.crop({}, "2\n");
  BOOST_TEST_REQUIRE(result.exit_code == 0, result.err);
  BOOST_TEST(result.out == desk.folder / "talk.smart_cropped.mp4" + "\n");
  for (const std::string part : {"rank", "strategy", "why", kQuestion.c_str(), "talk_crop_options.jpg"})
    BOOST_TEST(result.err.find(part) != std::string::npos, part);
  BOOST_TEST(result.err.find('\033') == std::string::npos);  // no terminal, no escape sequences
  BOOST_TEST(desk.folder.names().size() == 2U);
}

BOOST_AUTO_TEST_CASE(quiet_prints_nothing_but_the_path) {
  const Desk desk;
  const ProcessResult result = desk.crop({"--quiet"}, "nonsense\n2\n");
  BOOST_TEST(result.exit_code == 0);
  BOOST_TEST(result.err == "");
  BOOST_TEST(result.out == desk.folder / "talk.smart_cropped.mp4" + "\n");
}

BOOST_AUTO_TEST_CASE(previews_stay_where_they_are_to_be_kept_and_show_what_the_crop_shows) {
  const Desk desk;
  // One picture all the time, so that any frame represents it.
  fs::remove(desk.video);
  fs::copy_file(make_media("still.mp4", {"-f", "lavfi", "-i", "smptehdbars=size=320x180:rate=25:duration=1",
                                         "-pix_fmt", "yuv420p", "-c:v", "libx264", "-crf", "8"}),
                desk.video);
  BOOST_REQUIRE(desk.crop({desk.folder / "out.mp4", "--keep-previews", "--crf", "5"}, "2\n").exit_code == 0);
  const auto names = desk.folder.names();
  BOOST_TEST(std::count(names.begin(), names.end(), "talk_crop_options.jpg") == 1);
  const auto is_option = [](const std::string& name) { return name.starts_with("talk_crop_option_"); };
  BOOST_TEST(std::count_if(names.begin(), names.end(), is_option) == 10);
  BOOST_TEST(names.size() == 13U);
  const std::string compared =
      run({"ffmpeg", "-v", "info", "-i", desk.folder / "out.mp4", "-i",
           desk.folder / "talk_crop_option_2.jpg", "-lavfi",
           "[0]scale=out_range=pc,format=yuv444p[a];[1]scale=out_range=pc,format=yuv444p[b];[a][b]psnr",
           "-frames:v", "1", "-f", "null", "-"})
          .err;
  const std::size_t average = compared.find("average:");
  BOOST_TEST_REQUIRE(average != std::string::npos, compared);
  BOOST_TEST(std::stod(compared.substr(average + 8)) > 30);  // chroma of hard color bars at half resolution
}

BOOST_AUTO_TEST_CASE(files_of_the_same_names_are_neither_replaced_nor_removed) {
  const Desk desk;
  write_file(desk.folder / "talk_crop_option_7.jpg", "precious");
  fs::create_symlink("nowhere", desk.folder / "talk-2_crop_options.jpg");
  for (const std::string keep : {"", "--keep-previews"}) {
    std::vector<std::string> arguments{"--dry-run", "--force"};
    if (!keep.empty()) arguments.push_back(keep);
    const ProcessResult result = desk.crop(arguments, "1\n");
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST(result.err.find("talk-3_crop_options.jpg") != std::string::npos);
    BOOST_TEST(file_text(desk.folder / "talk_crop_option_7.jpg") == "precious");
    BOOST_TEST(fs::is_symlink(desk.folder / "talk-2_crop_options.jpg"));
    BOOST_TEST(desk.folder.names().size() == (keep.empty() ? 3U : 14U));
  }
}

BOOST_AUTO_TEST_CASE(previews_lie_beside_the_output) {
  const Desk desk;
  fs::create_directory(desk.folder / "out");
  BOOST_REQUIRE(desk.crop({desk.folder / "out/crop.mp4", "--dry-run", "--keep-previews"}, "1\n").exit_code ==
                0);
  BOOST_TEST(fs::exists(desk.folder / "out/talk_crop_option_1.jpg"));
  BOOST_TEST(desk.folder.names().size() == 2U);
}

BOOST_AUTO_TEST_CASE(previews_of_a_crop_that_fails_are_removed) {
  const Desk desk;
  const ProcessResult result = desk.crop({"--keep-previews", "--encoder", "no_such"}, "1\n");
  BOOST_TEST(result.exit_code == 1);
  BOOST_TEST(desk.folder.names().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_written_is_named_before_anything_is_asked) {
  const Desk desk;
  const ProcessResult result = desk.crop({desk.folder / "no/out.mp4"}, "1\n");
  BOOST_TEST(result.exit_code == 1);
  BOOST_TEST(lines(result.err) == 1, result.err);
  BOOST_TEST(result.err.find("no such folder") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_question_gives_the_real_number_of_candidates) {
  const Desk desk;
  BOOST_TEST(desk.crop({"--dry-run", "--candidates", "3"}, "").err.find("[1-3, Enter = 1]") !=
             std::string::npos);
  BOOST_TEST(app("crop", {desk.video, "--interactive", "--dry-run", "--aspect", "16:9"})
                 .err.find("[1, Enter = 1]") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_answers_the_question_already_is_a_usage_error) {
  const Desk desk;
  for (const std::vector<std::string>& more :
       {std::vector<std::string>{"--candidate", "2"}, {"--plan", "plan.json"}, {"--mode", "dynamic"}}) {
    std::vector<std::string> arguments{desk.video, "--interactive"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const ProcessResult result = app("crop", arguments, "1\n");
    BOOST_TEST(result.exit_code == 2, more.front());
    BOOST_TEST(result.err.find("--interactive") != std::string::npos);
  }
  BOOST_TEST(app("crop", {desk.video, "--keep-previews"}).exit_code == 2);
}

BOOST_AUTO_TEST_CASE(windows_that_may_overlap_as_they_like_are_the_best_ones) {
  const auto smallest_score = [](const char* overlap) {
    const json found = json::parse(
        app("analyze", {small_video(), "--scale", "0.75", "--json", "-", "--max-overlap", overlap}).out);
    return found["aspects"][0]["candidates"].back()["score"].get<double>();
  };
  BOOST_TEST(smallest_score("1") > smallest_score("0.3"));
  BOOST_TEST(app("analyze", {small_video(), "--max-overlap", "1.5"}).exit_code == 2);
}

BOOST_AUTO_TEST_SUITE_END()
