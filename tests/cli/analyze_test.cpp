#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "cli/cli.hpp"
#include "support/thrown.hpp"

using namespace smartcrop::test;
using nlohmann::json;

BOOST_AUTO_TEST_SUITE(cli_analyze)

BOOST_AUTO_TEST_CASE(without_an_output_option_a_table_of_ten_candidates_is_printed) {
  const ProcessResult result = app("analyze", {small_video(), "--scale", "0.75"});
  BOOST_TEST(result.exit_code == 0);
  BOOST_TEST(result.err == "");
  BOOST_TEST(result.out.find("320x180") != std::string::npos);
  BOOST_TEST(result.out.find("\n  10  ") != std::string::npos);
  BOOST_TEST(result.out.find("\n  11  ") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(json_on_stdout_has_the_documented_content) {
  const ProcessResult result = app("analyze", {small_video(), "--scale", "0.75", "--json", "-"});
  BOOST_REQUIRE(result.exit_code == 0);
  const json document = json::parse(result.out);
  BOOST_TEST(document["smartcrop"]["document"] == "analysis");
  BOOST_TEST(document["smartcrop"]["format"] == 1);
  for (const char* key : {"path", "width", "height", "rotation", "fps", "duration_s", "frames", "codec",
                          "pixel_format", "audio_streams"}) {
    BOOST_TEST(document["video"].contains(key), key);
  }
  BOOST_TEST(document["video"]["frames"] == 50);
  for (const char* key : {"mode", "frames_decoded", "frames_measured"})
    BOOST_TEST(document["sampling"].contains(key));
  BOOST_TEST(document["shots"].size() == 1u);
  for (const char* key : {"start_frame", "end_frame", "start_s", "end_s"})
    BOOST_TEST(document["shots"][0].contains(key));
  const json& aspect = document["aspects"][0];
  BOOST_TEST(aspect["aspect"] == "1:1");
  BOOST_TEST(aspect["crop"]["w"] == 134);
  BOOST_TEST(aspect["crop"]["h"] == 134);
  BOOST_TEST(aspect["positions"].size() == 25u);
  BOOST_TEST(aspect["candidates"].size() == 10u);
  double sum = 0;
  for (const auto& [metric, share] : aspect["candidates"][0]["breakdown"].items()) sum += share.get<double>();
  BOOST_TEST(sum == aspect["candidates"][0]["score"].get<double>(), boost::test_tools::tolerance(1e-6));
  for (const char* key : {"decode_s", "metrics_s", "total_s", "threads"})
    BOOST_TEST(document["timing"].contains(key));
}

BOOST_AUTO_TEST_CASE(csv_has_a_row_per_position_and_a_column_per_strategy) {
  const ProcessResult result =
      app("analyze", {small_video(), "--csv", "-", "--grid", "4x3", "--scale", "0.75"});
  BOOST_REQUIRE(result.exit_code == 0);
  BOOST_TEST(result.out.starts_with(
      "x,y,w,h,motion,complexity,edges,saturation,Auto,Subject Detection,Motion Priority,"
      "Visual Detail,Balanced,Color Focus\n"));
  BOOST_TEST(lines(result.out) == 13);
}

BOOST_AUTO_TEST_CASE(windows_has_a_row_for_every_source_frame_with_its_time) {
  const ProcessResult result = app("analyze", {small_video(), "--windows", "-"});
  BOOST_REQUIRE(result.exit_code == 0);
  BOOST_TEST(result.out.starts_with("frame,time,x,y,w,h\n0,0,"));
  BOOST_TEST(result.out.find("\n49,1.96,") != std::string::npos);
  BOOST_TEST(lines(result.out) == 51);
}

BOOST_AUTO_TEST_CASE(several_ratios_come_from_one_decode) {
  const json one = json::parse(app("analyze", {small_video(), "--json", "-"}).out);
  const json two =
      json::parse(app("analyze", {small_video(), "--json", "-", "--aspect", "9:16", "--aspect", "1:1"}).out);
  BOOST_TEST(two["sampling"]["frames_decoded"] == one["sampling"]["frames_decoded"]);
  BOOST_TEST(two["aspects"][0]["aspect"] == "9:16");
  BOOST_TEST(two["aspects"][1]["positions"] == one["aspects"][0]["positions"]);
}

BOOST_AUTO_TEST_CASE(any_number_of_threads_gives_the_same_document_but_for_timing) {
  const auto document = [](const std::string& threads, const std::string& sampling) {
    json parsed = json::parse(
        app("analyze", {small_video(), "--json", "-", "--threads", threads, "--sampling", sampling}).out);
    parsed.erase("timing");
    return parsed;
  };
  for (const std::string sampling : {"dense", "bursts"}) {
    BOOST_TEST(document("1", sampling) == document("2", sampling));
    BOOST_TEST(document("1", sampling) == document("5", sampling));
  }
}

BOOST_AUTO_TEST_CASE(start_and_end_take_seconds_clock_and_frames) {
  for (const auto& [start, end] :
       {std::pair{"0.4", "1.2"}, {"00:00:00.400", "00:00:01.200"}, {"10f", "30f"}}) {
    const ProcessResult result =
        app("analyze", {small_video(), "--json", "-", "--sampling", "dense", "--start", start, "--end", end});
    BOOST_REQUIRE(result.exit_code == 0);
    const json document = json::parse(result.out);
    BOOST_TEST(document["sampling"]["frames_measured"] == 19);
    BOOST_TEST(document["shots"][0]["start_frame"] == 10);
    BOOST_TEST(document["shots"][0]["end_frame"] == 30);
  }
}

BOOST_AUTO_TEST_CASE(one_strategy_only_scores_by_it) {
  const json document =
      json::parse(app("analyze", {small_video(), "--json", "-", "--strategy", "motion priority"}).out);
  for (const json& candidate : document["aspects"][0]["candidates"])
    BOOST_TEST(candidate["strategy"] == "Motion Priority");
}

BOOST_AUTO_TEST_CASE(progress_as_json_is_one_object_a_line_on_stderr) {
  const ProcessResult result = app("analyze", {small_video(), "--progress", "json", "--sampling", "dense"});
  BOOST_REQUIRE(result.exit_code == 0);
  BOOST_TEST(lines(result.err) >= 1);
  const json last = json::parse(result.err.substr(result.err.rfind('\n', result.err.size() - 2) + 1));
  BOOST_TEST(last["stage"] == "analyze");
  BOOST_TEST(last["done"] == last["total"]);
  BOOST_TEST(last.contains("eta_s"));
}

BOOST_AUTO_TEST_CASE(options_come_from_a_config_file_and_the_command_line_wins) {
  const TemporaryFolder folder;
  write_file(folder / "a.ini", "aspect = 4:5\ngrid = 3\nscale = 0.75\n");
  const json document = json::parse(
      app("analyze", {small_video(), "--json", "-", "--config", folder / "a.ini", "--grid", "2"}).out);
  BOOST_TEST(document["aspects"][0]["aspect"] == "4:5");
  BOOST_TEST(document["aspects"][0]["positions"].size() == 4u);
}

BOOST_AUTO_TEST_CASE(the_dumped_config_is_accepted_when_its_lines_are_uncommented) {
  const ProcessResult dumped = app("analyze", {"--dump-config"});
  BOOST_REQUIRE(dumped.exit_code == 0);
  BOOST_TEST(dumped.out.find("# every = 1\n") != std::string::npos);
  const TemporaryFolder folder;
  write_file(folder / "a.ini", "every = 1\nsamples = 50\ngrid = 5\nsampling = bursts\nprogress = auto\n");
  BOOST_TEST(app("analyze", {small_video(), "--config", folder / "a.ini"}).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(an_output_file_appears_whole_and_alone) {
  const TemporaryFolder folder;
  BOOST_TEST(
      app("analyze", {small_video(), "--json", folder / "a.json", "--plan", folder / "p.json"}).exit_code ==
      0);
  BOOST_TEST(folder.names() == (std::vector<std::string>{"a.json", "p.json"}),
             boost::test_tools::per_element());
  BOOST_TEST(json::parse(file_text(folder / "p.json"))["version"] == 1);
}

BOOST_AUTO_TEST_CASE(an_image_sequence_is_a_video_too) {
  const TemporaryFolder folder;
  run({"ffmpeg", "-v", "error", "-i", small_video(), "-frames:v", "6", folder / "f_%02d.png"});
  const ProcessResult result = app("analyze", {folder / "f_%02d.png", "--json", "-", "--sampling", "dense"});
  BOOST_REQUIRE_MESSAGE(result.exit_code == 0, result.err);
  BOOST_TEST(json::parse(result.out)["sampling"]["frames_decoded"] == 6);
}

BOOST_AUTO_TEST_CASE(help_begins_with_examples) {
  const ProcessResult result = app("analyze", {"--help"});
  BOOST_TEST(result.exit_code == 0);
  const std::size_t examples = result.out.find("Examples:");
  BOOST_TEST(examples < result.out.find("Usage:"));
  BOOST_TEST(examples < result.out.find("--aspect W:H"));
}

BOOST_AUTO_TEST_CASE(a_pipe_is_analyzed_like_a_file_wherever_its_index_is) {
  const TemporaryFolder folder;
  for (const std::string verb : {"analyze", "visualize"}) {
    const std::string output = verb == "analyze" ? " --json " : " --plot --output ";
    const ProcessResult result =
        run({"sh", "-c", "cat \"$1\" | \"$0\" /dev/stdin" + output + "\"$2\"",
             SMARTCROP_TEST_BINARY_DIR "/bin/smartcrop-" + verb, small_video(), folder / verb});
    BOOST_TEST(result.exit_code == 0, result.err);
    BOOST_TEST(contains(result.err, "/dev/stdin: a pipe is read into a temporary file"));
  }
  auto of_pipe = json::parse(file_text(folder / "analyze"));
  auto of_file = json::parse(app("analyze", {small_video(), "--json", "-"}).out);
  BOOST_TEST(of_pipe["video"]["path"] == "/dev/stdin");
  BOOST_TEST(of_pipe["aspects"] == of_file["aspects"]);
  const ProcessResult nameless = run({"sh", "-c", "cat \"$1\" | \"$0\" /dev/stdin",
                                      SMARTCROP_TEST_BINARY_DIR "/bin/smartcrop-visualize", small_video()});
  BOOST_TEST(nameless.exit_code == 2);
  BOOST_TEST(contains(nameless.err, "name the folder with --output"));
}

BOOST_AUTO_TEST_SUITE_END()
