#include <boost/test/unit_test.hpp>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "cli/cli.hpp"

using namespace smartcrop::test;
namespace fs = std::filesystem;

namespace {

/// A folder `in` of copies of a small video by name, to crop into a folder `out`.
class Clips {
 public:
  explicit Clips(const std::vector<std::string>& names, const std::string& video = small_video()) {
    for (const std::string& name : names) {
      fs::create_directories(fs::path(folder_ / ("in/" + name)).parent_path());
      fs::copy_file(video, folder_ / ("in/" + name));
    }
  }

  std::string in(const std::string& name = "") const { return folder_ / ("in/" + name); }
  std::string out(const std::string& name = "") const { return folder_ / ("out/" + name); }

  ProcessResult crop(std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments{in(), "--output-dir", out(), "--preset", "ultrafast"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return app("batch", arguments);
  }

  /// All files below `out` but the log, sorted.
  std::vector<std::string> outputs() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(out())) {
      const std::string name = entry.path().lexically_relative(out()).string();
      if (entry.is_regular_file() && name != "smartcrop-batch.jsonl") names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  std::vector<nlohmann::json> log() const {
    std::vector<nlohmann::json> records;
    std::istringstream lines(file_text(out("smartcrop-batch.jsonl")));
    for (std::string line; std::getline(lines, line);) records.push_back(nlohmann::json::parse(line));
    return records;
  }

 private:
  TemporaryFolder folder_;
};

bool tells(const ProcessResult& result, const std::string& text) {
  return (result.out + result.err).find(text) != std::string::npos;
}

std::string size_of(const std::string& path) {
  return ffprobe(path, "v", "stream=width,height");
}

/// Takes about a second to crop.
std::string slow_video() {
  return make_media("batch_slow.mp4", {"-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=8",
                                       "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"});
}

using Names = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_batch)

BOOST_AUTO_TEST_CASE(a_folder_is_cropped_and_a_file_that_fails_harms_no_other) {
  const Clips clips({"a.mp4", "b.mp4", "notes.txt", "deep/c.mp4"});
  write_file(clips.in("bad.mp4"), "no video");
  const ProcessResult result = clips.crop({"--aspect", "9:16", "--retries", "0"});
  BOOST_TEST(result.exit_code == 1);
  BOOST_TEST(tells(result, "2 done, 0 skipped, 1 failed"));
  BOOST_TEST(tells(result, "not a video file"));
  BOOST_TEST(clips.outputs() == (Names{"a.smart_cropped.mp4", "b.smart_cropped.mp4"}),
             boost::test_tools::per_element());
  BOOST_TEST(size_of(clips.out("a.smart_cropped.mp4")) == size_of(clips.out("b.smart_cropped.mp4")));
  BOOST_TEST(clips.log().size() == 3u);
}

BOOST_AUTO_TEST_CASE(what_is_done_is_not_done_again_unless_input_or_options_changed) {
  const Clips clips({"a.mp4", "b.mp4"});
  BOOST_TEST(clips.crop().exit_code == 0);
  const fs::file_time_type made = fs::last_write_time(clips.out("a.smart_cropped.mp4"));
  BOOST_TEST(tells(clips.crop(), "0 done, 2 skipped"));
  fs::last_write_time(clips.in("a.mp4"), fs::file_time_type::clock::now());
  BOOST_TEST(tells(clips.crop(), "0 done, 2 skipped"));
  BOOST_TEST((fs::last_write_time(clips.out("a.smart_cropped.mp4")) == made));

  BOOST_TEST(tells(clips.crop({"--aspect", "9:16"}), "2 done, 0 skipped"));
  write_file(clips.in("b.mp4"), file_text(small_video()) + "x");
  BOOST_TEST(tells(clips.crop({"--aspect", "9:16"}), "1 done, 1 skipped"));
  fs::remove(clips.out("a.smart_cropped.mp4"));
  BOOST_TEST(tells(clips.crop({"--aspect", "9:16"}), "1 done, 1 skipped"));
  BOOST_TEST(tells(clips.crop({"--aspect", "9:16", "--force"}), "2 done, 0 skipped"));
}

BOOST_AUTO_TEST_CASE(names_that_are_not_utf_8_are_known_again) {
  const Clips clips({"caf\xe9.mp4"});
  BOOST_TEST(tells(clips.crop(), "1 done, 0 skipped"));
  BOOST_TEST(tells(clips.crop(), "0 done, 1 skipped"));
}

BOOST_AUTO_TEST_CASE(a_plan_that_changed_is_another_option) {
  const Clips clips({"a.mp4"});
  const std::string plan = clips.in("plan.json");
  BOOST_TEST(app("analyze", {clips.in("a.mp4"), "--plan", plan}).exit_code == 0);
  BOOST_TEST(tells(clips.crop({"--plan", plan}), "1 done"));
  BOOST_TEST(tells(clips.crop({"--plan", plan}), "1 skipped"));
  BOOST_TEST(app("analyze", {clips.in("a.mp4"), "--plan", plan, "--aspect", "4:5"}).exit_code == 0);
  BOOST_TEST(tells(clips.crop({"--plan", plan}), "1 done"));
}

BOOST_AUTO_TEST_CASE(files_of_others_are_never_written_over) {
  const Clips clips({"a.mp4"});
  BOOST_TEST(clips.crop().exit_code == 0);
  write_file(clips.out("a.smart_cropped.mp4"), "edited by hand");
  const ProcessResult again = clips.crop();
  BOOST_TEST(again.exit_code == 1);
  BOOST_TEST(tells(again, "already exists"));
  write_file(clips.out("a.smart_cropped.4x5.mp4"), "mine");
  BOOST_TEST(clips.crop({"--aspect", "1:1", "--aspect", "4:5"}).exit_code == 1);
  BOOST_TEST(file_text(clips.out("a.smart_cropped.4x5.mp4")) == "mine");
  BOOST_TEST(file_text(clips.out("a.smart_cropped.mp4")) == "edited by hand");
}

BOOST_AUTO_TEST_CASE(manifests_give_each_video_its_own_options) {
  const Clips clips({"a.mp4", "b b.mp4"});
  write_file(clips.in("list.csv"),
             "input,output,aspect,trim-borders\r\na.mp4,one.mp4,9:16,true\r\n\"b b.mp4\",,1:1;4:5,\r\n");
  const ProcessResult csv =
      app("batch", {clips.in("list.csv"), "--output-dir", clips.out(), "--scale", "1", "--aspect", "4:5"});
  BOOST_TEST(csv.exit_code == 0, csv.err);
  BOOST_TEST(clips.outputs() == (Names{"b b.smart_cropped.1x1.mp4", "b b.smart_cropped.4x5.mp4", "one.mp4"}),
             boost::test_tools::per_element());
  BOOST_TEST(size_of(clips.out("one.mp4")) == "102,180\n");

  write_file(clips.in("list.jsonl"),
             "{\"input\": \"a.mp4\", \"output\": \"two.mp4\", \"scale\": 0.5, \"aspect\": [\"1:1\"]}\n\n");
  const ProcessResult jsonl = app("batch", {clips.in("list.jsonl"), "--output-dir", clips.out()});
  BOOST_TEST(jsonl.exit_code == 0, jsonl.err);
  BOOST_TEST(size_of(clips.out("two.mp4")) == "90,90\n");
}

BOOST_AUTO_TEST_CASE(folders_below_and_patterns_and_templates) {
  const Clips clips({"a.mp4", "x/a.mp4", "a.smart_cropped.mp4"});
  BOOST_TEST(clips.crop({"--recursive"}).exit_code == 0);
  BOOST_TEST(clips.outputs() == (Names{"a.smart_cropped.mp4", "x/a.smart_cropped.mp4"}),
             boost::test_tools::per_element());
  const ProcessResult pattern = app("batch", {clips.in("x/*.mp4"), "--output-dir", clips.out("t"), "--aspect",
                                              "9:16", "--output-template", "{index}-{name}.{aspect}.mkv"});
  BOOST_TEST(pattern.exit_code == 0, pattern.err);
  BOOST_TEST(fs::exists(clips.out("t/1-a.9x16.mkv")));
}

BOOST_AUTO_TEST_CASE(dry_run_tells_names_and_makes_nothing) {
  const Clips clips({"a.mp4"});
  const ProcessResult result = clips.crop({"--dry-run"});
  BOOST_TEST(result.out == clips.in("a.mp4") + " -> " + clips.out("a.smart_cropped.mp4") + "\n");
  BOOST_TEST(!fs::exists(clips.out()));
}

BOOST_AUTO_TEST_CASE(wrong_requests_are_one_line_before_anything_begins) {
  const Clips clips({"a.mp4", "b.mp4"});
  struct Case {
    std::vector<std::string> arguments;
    int exit_code;
    std::string told;
  };
  write_file(clips.in("column.csv"), "input,color\na.mp4,red\n");
  write_file(clips.in("none.csv"), "input,aspect\n,1:1\n");
  write_file(clips.in("broken.jsonl"), "{\"input\": \"a.mp4\"}\n{\n");
  fs::create_directories(clips.in("empty"));
  const std::vector<Case> cases{{{}, 2, "no input videos"},
                                {{clips.in("nothing")}, 1, "no such folder, manifest or video"},
                                {{clips.in("empty")}, 1, "holds no video"},
                                {{clips.in("column.csv")}, 1, "column.csv:2: 'color' is not"},
                                {{clips.in("none.csv")}, 1, "none.csv:2: there is no input"},
                                {{clips.in("broken.jsonl")}, 1, "broken.jsonl:2: is no JSON object"},
                                {{clips.in(), "--output-template", "same.mp4"}, 1, "would be the output of"},
                                {{clips.in(), "--output-template", "{nam}"}, 2, "'{nam}' is not"},
                                {{clips.in(), "--jobs", "-1"}, 2, "--jobs is -1"},
                                {{clips.in(), "--interactive"}, 2, "interactive"}};
  for (const Case& bad : cases) {
    const ProcessResult result = app("batch", bad.arguments);
    BOOST_TEST(result.exit_code == bad.exit_code, result.err);
    BOOST_TEST(result.err.find(bad.told) != std::string::npos, bad.told << " in " << result.err);
    BOOST_TEST(lines(result.err) == (bad.exit_code == 2 ? 2 : 1));
    BOOST_TEST(!fs::exists(clips.in("smartcrop-batch.jsonl")));
  }
}

BOOST_AUTO_TEST_CASE(killed_or_interrupted_it_goes_on_where_it_was) {
  const Clips clips({"a.mp4", "b.mp4", "c.mp4", "d.mp4"}, slow_video());
  for (const int signal : {SIGKILL, SIGINT}) {
    const ProcessResult stopped = run({SMARTCROP_TEST_BINARY_DIR "/bin/smartcrop-batch", clips.in(),
                                       "--output-dir", clips.out(), "--jobs", "2"},
                                      "", [&](int pid) {
                                        while (!fs::exists(clips.out("smartcrop-batch.jsonl")))
                                          std::this_thread::sleep_for(std::chrono::milliseconds(10));
                                        std::this_thread::sleep_for(std::chrono::milliseconds(700));
                                        kill(pid, signal);
                                      });
    BOOST_TEST(stopped.exit_code == (signal == SIGINT ? 130 : 128 + SIGKILL));
    // Orphans of a killed batch tidy up as after an interrupt.
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    for (const std::string& name : clips.outputs()) BOOST_TEST(name.find("partial") == std::string::npos);
  }
  // A line that was cut off by a stop of the machine.
  write_file(clips.out("smartcrop-batch.jsonl"), file_text(clips.out("smartcrop-batch.jsonl")) + "{\"sta");
  const auto arguments = std::vector<std::string>{clips.in(), "--output-dir", clips.out()};
  const ProcessResult rest = app("batch", arguments);
  BOOST_TEST(rest.exit_code == 0, rest.out);
  BOOST_TEST(clips.outputs().size() == 4u);
  BOOST_TEST(tells(app("batch", arguments), "0 done, 4 skipped"));
}

BOOST_AUTO_TEST_CASE(killed_before_the_record_of_a_finished_video_it_keeps_the_video) {
  const Clips clips({"a.mp4"});
  BOOST_TEST(clips.crop().exit_code == 0);
  const auto written = fs::last_write_time(clips.outputs().empty() ? "" : clips.out(clips.outputs().front()));
  const nlohmann::json record = clips.log().front();
  const std::string log = clips.out("smartcrop-batch.jsonl"), started = log + ".started";
  const auto stop_before_the_record = [&](const std::string& key) {
    write_file(log, "");
    write_file(started, nlohmann::json{{"output", record["output"]}, {"key", key}}.dump() + "\n{\"out");
  };
  // Begun with other options: the file may be anybody's.
  stop_before_the_record("0");
  BOOST_TEST(tells(clips.crop(), "already exists"));
  BOOST_TEST(!fs::exists(started));
  stop_before_the_record(record["key"]);
  // A batch of other videos has no use for the note.
  const Clips others({"b.mp4"});
  BOOST_TEST(app("batch", {others.in(), "--output-dir", others.out(), "--log", log}).exit_code == 0);
  BOOST_TEST(fs::exists(started));
  BOOST_TEST(tells(clips.crop(), "1 done, 0 skipped, 0 failed"));
  BOOST_TEST(!fs::exists(started));
  BOOST_TEST((fs::last_write_time(clips.out(clips.outputs().front())) == written));
  BOOST_TEST(tells(clips.crop(), "0 done, 1 skipped"));
}

BOOST_AUTO_TEST_CASE(two_batches_do_not_write_one_log) {
  const Clips clips({"a.mp4"});
  ProcessResult second;
  fs::copy_file(slow_video(), clips.in("slow.mp4"));
  const ProcessResult first = run({SMARTCROP_TEST_BINARY_DIR "/bin/smartcrop-batch", clips.in(),
                                   "--output-dir", clips.out(), "--preset", "slow"},
                                  "", [&](int) {
                                    while (!fs::exists(clips.out("smartcrop-batch.jsonl")))
                                      std::this_thread::sleep_for(std::chrono::milliseconds(10));
                                    std::this_thread::sleep_for(std::chrono::milliseconds(100));
                                    second = clips.crop();
                                  });
  BOOST_TEST(first.exit_code == 0, first.out);
  BOOST_TEST(second.exit_code == 1);
  BOOST_TEST(tells(second, "another batch is writing this log"));
}

BOOST_AUTO_TEST_SUITE_END()
