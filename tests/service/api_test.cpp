// The API as a client on the other side of a socket sees it.

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <opencv2/core.hpp>

#include "service/service_support.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/plan/analysis_document.hpp"
#include "support/process.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;
namespace fs = std::filesystem;

namespace {

std::string picture_size(const std::string& bytes, const std::string& name) {
  const TemporaryFolder folder;
  std::ofstream(folder / name, std::ios::binary) << bytes;
  return run({"ffprobe", "-v", "error", "-show_entries", "stream=codec_name,width,height", "-of", "csv=p=0",
              folder / name})
      .out;
}

Json started_render(RunningService& running, const Json& plan) {
  return Json::parse(
      running.post(running.video_path() + "/renders", {{"plan", plan}, {"preset", "ultrafast"}})->body);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(service_api)

BOOST_AUTO_TEST_CASE(videos_are_listed_and_described) {
  RunningService running;
  const Json video = Json::parse(running.get(running.video_path())->body);
  BOOST_TEST(video["width"] == 320);
  BOOST_TEST(video["height"] == 180);
  BOOST_TEST(video["codec"] == "h264");
  BOOST_TEST(video["duration_s"].get<double>() == 2, boost::test_tools::tolerance(0.05));
  BOOST_TEST(running.get("/videos/0000000000000000")->status == 404);
}

BOOST_AUTO_TEST_CASE(the_source_comes_in_the_parts_that_are_asked_for) {
  RunningService running;
  std::ifstream file(running.folder() / "small.mp4", std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(file)), {});
  const auto all = running.get(running.video_path() + "/file");
  BOOST_TEST(all->status == 200);
  BOOST_TEST((all->body == whole));
  BOOST_TEST(all->get_header_value("Content-Type") == "video/mp4");
  const auto part = running.get(running.video_path() + "/file", {httplib::make_range_header({{100, 199}})});
  BOOST_TEST(part->status == 206);
  BOOST_TEST((part->body == whole.substr(100, 100)));
  const auto end = running.get(running.video_path() + "/file", {{"Range", "bytes=-50"}});
  BOOST_TEST((end->body == whole.substr(whole.size() - 50)));
  BOOST_TEST(running.get(running.video_path() + "/file", {{"Range", "bytes=0-1,5-6,8-9"}})->status == 416);
}

BOOST_AUTO_TEST_CASE(frames_are_pictures_of_the_size_asked_for) {
  RunningService running;
  const auto jpeg = running.get(running.video_path() + "/frame?time=1.2&width=160");
  BOOST_TEST(jpeg->get_header_value("Content-Type") == "image/jpeg");
  BOOST_TEST(picture_size(jpeg->body, "a.jpg") == "mjpeg,160,90\n");
  const auto webp = running.get(running.video_path() + "/frame?time=1.2&width=160&format=webp");
  BOOST_TEST(picture_size(webp->body, "a.webp") == "webp,160,90\n");
  const auto crop = running.get(running.video_path() + "/frame?crop=10,20,100,60&width=400");
  BOOST_TEST(picture_size(crop->body, "a.jpg") == "mjpeg,100,60\n");
  BOOST_TEST(running.get(running.video_path() + "/frame?crop=400,0,10,10")->status == 400);
}

BOOST_AUTO_TEST_CASE(a_frame_is_the_one_that_is_shown_at_the_moment) {
  RunningService running;
  const auto frame = [&](const std::string& time) {
    return running.get(running.video_path() + "/frame?width=320&time=" + time)->body;
  };
  // 25 frames a second: frame 30 is shown from 1.2 until before 1.24.
  const std::string thirtieth = frame("1.2");
  BOOST_TEST((frame("1.239") == thirtieth));
  BOOST_TEST((frame("1.24") != thirtieth));
  BOOST_TEST((frame("0.1") != thirtieth));
  BOOST_TEST((frame("1.21") == thirtieth));  // back again, after another
  BOOST_TEST((frame("100") == frame("1.96")));
}

BOOST_AUTO_TEST_CASE(an_analysis_gives_candidates_plans_and_heat_maps) {
  RunningService running;
  const std::string job = running.analyzed({{"aspects", {"1:1", "9:16"}}});
  const AnalysisDocument analysis =
      read_analysis(running.get("/jobs/" + job + "/analysis")->body, "analysis");
  BOOST_TEST(analysis.aspects.size() == 2U);
  const Json candidates = Json::parse(running.get("/jobs/" + job + "/candidates?aspect=9:16")->body);
  BOOST_TEST(candidates["candidates"].size() == analysis.aspects[1].candidates.size());
  const Json second = running.plan_of(job, "?aspect=9:16&candidate=2&size=90x160");
  BOOST_TEST(second["shots"][0]["keyframes"][0]["x"] == candidates["candidates"][1]["x"]);
  BOOST_TEST(second["output"]["height"] == 160);
  BOOST_TEST(running.get("/jobs/" + job + "/plan?candidate=50")->status == 404);
  BOOST_TEST(running.get("/jobs/" + job + "/plan?aspect=3:1")->status == 404);
  const auto map = running.get("/jobs/" + job + "/heatmap?measure=motion&time=1&width=160");
  BOOST_TEST(picture_size(map->body, "a.jpg") == "mjpeg,160,90\n");
  const auto renamed = running.get("/jobs/" + job + "/heatmap?metric=motion&time=1&width=160");
  BOOST_TEST((renamed->body == map->body));
  BOOST_TEST(running.get("/jobs/" + job + "/heatmap?metric=motion&measure=motion")->status == 400);
  BOOST_TEST(running.get("/jobs/" + job + "/heatmap?metric=loudness")->status == 400);
}

BOOST_AUTO_TEST_CASE(the_same_analysis_is_made_once) {
  RunningService running;
  const std::string job = running.analyzed();
  const Json again = Json::parse(running.post(running.video_path() + "/analyses", Json::object())->body);
  BOOST_TEST(again["id"] == job);
  BOOST_TEST(again["state"] == "done");
}

BOOST_AUTO_TEST_CASE(a_moving_window_comes_with_its_shots) {
  RunningService running;
  const std::string job = running.analyzed({{"mode", "dynamic"}, {"aspects", {"9:16"}}});
  const Json state = Json::parse(running.get("/jobs/" + job)->body);
  BOOST_TEST(state["kind"] == "tracking");
  const Json plan = running.plan_of(job);
  BOOST_TEST(plan["shots"].size() ==
             Json::parse(running.get("/jobs/" + job + "/analysis")->body)["shots"].size());
}

BOOST_AUTO_TEST_CASE(a_drawn_box_is_followed_without_another_analysis) {
  RunningService running;
  const std::string job = running.analyzed({{"mode", "dynamic"}, {"aspects", {"9:16"}}});
  const Json wish = {{"aspect", "9:16"}, {"follow", {"230,40,60,80@1"}}};
  const Json steered = Json::parse(running.post("/jobs/" + job + "/steer", wish)->body);
  const Json& shot = steered["plan"]["shots"][0];
  BOOST_TEST(shot["subject"]["reason"] == "as requested");
  BOOST_TEST(shot["subject"]["follow"] == "230.0,40.0,60.0,80.0@1");
  BOOST_TEST(steered["subjects"][0]["number"] == shot["subject"]["number"]);
  BOOST_TEST(steered["curves"]["kept"].size() > 0u);
  const Json& window = shot["keyframes"][0];
  BOOST_TEST(window["x"].get<double>() < 260);
  BOOST_TEST(window["x"].get<double>() + window["w"].get<double>() > 260);
  BOOST_TEST(running.put(running.video_path() + "/plan", steered["plan"])->status == 200);
  const Json saved = Json::parse(running.get(running.video_path() + "/plan")->body);
  BOOST_TEST(saved["shots"][0]["subject"] == shot["subject"]);
  BOOST_TEST(running.post("/jobs/" + job + "/steer", {{"follow", {"nobody"}}})->status == 400);
  BOOST_TEST(running.post("/jobs/" + running.analyzed() + "/steer", wish)->status == 409);
}

BOOST_AUTO_TEST_CASE(scenes_of_a_plan_are_found_where_every_frame_was_looked_at) {
  RunningService running;
  const std::string every = running.analyzed({{"mode", "dynamic"}}), some = running.analyzed();
  const Json plan = running.plan_of(some);
  const Json found = Json::parse(running.post("/jobs/" + every + "/scenes", plan)->body);
  BOOST_TEST(!found["plan"]["scenes"].empty());
  BOOST_TEST(found["saved_s"].is_number());
  const auto refused = running.post("/jobs/" + some + "/scenes", plan);
  BOOST_TEST(refused->status == 409);
  BOOST_TEST(contains(error_of(refused), "mode dynamic"));
}

BOOST_AUTO_TEST_CASE(a_plan_is_saved_validated_previewed_and_forgotten) {
  RunningService running;
  const std::string video = running.video_path();
  BOOST_TEST(running.get(video + "/plan")->status == 404);
  BOOST_TEST(running.get(video + "/preview?time=1")->status == 404);
  Json plan = running.plan_of(running.analyzed());
  BOOST_TEST(running.put(video + "/plan", plan)->status == 200);
  BOOST_TEST((Json::parse(running.get(video + "/plan")->body) == plan));
  BOOST_TEST(Json::parse(running.get(video)->body)["has_plan"] == true);
  BOOST_TEST(picture_size(running.get(video + "/preview?time=1&width=100")->body, "a.jpg") ==
             "mjpeg,100,100\n");
  BOOST_TEST(Json::parse(running.post(video + "/plan/validate", plan)->body)["valid"] == true);
  plan["shots"][0]["keyframes"][0]["x"] = 10000;
  const Json verdict = Json::parse(running.post(video + "/plan/validate", plan)->body);
  BOOST_TEST(verdict["valid"] == false);
  BOOST_TEST(contains(verdict["error"].get<std::string>(), "shots[0].keyframes[0].x"));
  BOOST_TEST(running.put(video + "/plan", plan)->status == 400);
  BOOST_TEST(running.remove(video + "/plan")->status == 204);
  BOOST_TEST(running.get(video + "/plan")->status == 404);
}

BOOST_AUTO_TEST_CASE(a_plan_is_exported_for_editing_programs) {
  RunningService running;
  const Json plan = running.plan_of(running.analyzed());
  const std::string url = running.video_path() + "/plan/export";
  const Json mlt = Json::parse(running.post(url, {{"plan", plan}, {"format", "mlt"}})->body);
  BOOST_TEST(mlt["name"].get<std::string>().ends_with(".mlt"));
  BOOST_TEST(contains(mlt["text"].get<std::string>(), "<mlt "));
  const Json edl = Json::parse(running.post(url, {{"plan", plan}, {"format", "edl"}})->body);
  BOOST_TEST(contains(edl["notes"].dump(), "no windows"));
  BOOST_TEST(running.post(url, {{"plan", plan}, {"format", "avid"}})->status == 400);
}

BOOST_AUTO_TEST_CASE(a_rendering_lies_beside_its_source_and_replaces_nothing) {
  RunningService running;
  const Json plan = running.plan_of(running.analyzed());
  const Json first = running.ended(started_render(running, plan)["id"]);
  BOOST_TEST(first["state"] == "done");
  BOOST_TEST(first["result"]["path"].get<std::string>() ==
             (fs::canonical(running.folder().path()) / "small.smart_cropped.mp4").string());
  const Json second = running.ended(started_render(running, plan)["id"]);
  BOOST_TEST(second["result"]["name"] == "small.smart_cropped-2.mp4");
  const auto file = running.get("/jobs/" + first["id"].get<std::string>() + "/file");
  BOOST_TEST(file->body.size() == first["result"]["bytes"].get<std::size_t>());
  BOOST_TEST(contains(file->get_header_value("Content-Disposition"), "small.smart_cropped.mp4"));
  const std::vector<std::string> expected{"small.mp4", "small.smart_cropped-2.mp4",
                                          "small.smart_cropped.mp4"};
  BOOST_TEST(running.folder().names() == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(several_plans_are_rendered_by_one_job_each_to_its_file) {
  RunningService running;
  const std::string job = running.analyzed({{"aspects", {"9:16", "1:1"}}});
  const Json tall = running.plan_of(job, "?aspect=9:16"),
             square = running.plan_of(job, "?aspect=1:1&size=90x90");
  const Json wanted{{"plans", {tall, square, square}}, {"preset", "ultrafast"}};
  const Json ended =
      running.ended(Json::parse(running.post(running.video_path() + "/renders", wanted)->body)["id"]);
  BOOST_TEST(ended["state"] == "done");
  BOOST_TEST(ended["request"]["outputs"] == 3);
  BOOST_TEST(ended["result"] == ended["results"][0]);
  const std::vector<std::string> expected{"small.mp4", "small.smart_cropped.102x180.mp4",
                                          "small.smart_cropped.90x90.2.mp4", "small.smart_cropped.90x90.mp4"};
  BOOST_TEST(running.folder().names() == expected, boost::test_tools::per_element());
  const std::string file = "/jobs/" + ended["id"].get<std::string>() + "/file";
  for (const auto& [query, size] : {std::pair("", "102,180"), std::pair("?output=2", "90,90")})
    BOOST_TEST(contains(picture_size(running.get(file + query)->body, "file.mp4"), size), query);
  BOOST_TEST(running.get(file + "?output=4")->status == 404);
}

BOOST_AUTO_TEST_CASE(renderings_go_to_the_output_folder) {
  const TemporaryFolder output;
  ServiceOptions options;
  options.output_dir = output.path().string();
  RunningService running(options);
  running.ended(started_render(running, running.plan_of(running.analyzed()))["id"]);
  BOOST_TEST(output.names().front() == "small.smart_cropped.mp4");
  BOOST_TEST(running.folder().names().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_canceled_rendering_leaves_nothing) {
  RunningService running;
  const std::string name = "long.mp4";
  fs::copy_file(make_media(name, {"-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25:duration=20", "-c:v",
                                  "mpeg4", "-g", "12"}),
                running.folder() / name);
  Json plan = running.plan_of(running.analyzed());
  plan["source"] = {{"path", name}, {"width", 1280}, {"height", 720}};
  const Json job = Json::parse(
      running.post(running.video_path(name) + "/renders", {{"plan", plan}, {"preset", "veryslow"}})->body);
  const std::string path = "/jobs/" + job["id"].get<std::string>();
  while (Json::parse(running.get(path)->body)["done"] == 0) std::this_thread::yield();
  BOOST_TEST(running.get(path + "/file")->status == 409);
  BOOST_TEST(running.remove(path)->status == 200);
  BOOST_TEST(running.ended(job["id"])["state"] == "canceled");
  const std::vector<std::string> expected{"long.mp4", "small.mp4"};
  BOOST_TEST(running.folder().names() == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_broken_video_is_told_in_one_line) {
  RunningService running;
  std::ofstream(running.folder() / "broken.mp4") << "not a video";
  const std::string path = running.video_path("broken.mp4");
  for (const char* what : {"", "/frame"}) {
    const auto answer = running.get(path + what);
    BOOST_TEST(answer->status == 422);
    BOOST_TEST(contains(error_of(answer), "broken.mp4: not a video file"));
  }
  const Json job = running.ended(Json::parse(running.post(path + "/analyses", Json::object())->body)["id"]);
  BOOST_TEST(job["state"] == "failed");
  BOOST_TEST(contains(job["error"].get<std::string>(), "not a video file"));
}

BOOST_AUTO_TEST_CASE(many_streams_and_pages_are_served_at_once) {
  RunningService running;
  const std::string job =
      Json::parse(running.post(running.video_path() + "/analyses", {{"mode", "dynamic"}})->body)["id"];
  std::atomic<int> right = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 28; ++i) {
    clients.emplace_back([&, i] {
      httplib::Client client("127.0.0.1", running.service().port());
      client.set_read_timeout(120);
      const bool is_stream = i < 8;
      const auto answer = client.Get(is_stream ? "/api/v1/jobs/" + job + "/events" : std::string("/"));
      if (answer && answer->status == 200 &&
          contains(answer->body, is_stream ? "\"done\"" : "<!DOCTYPE html>"))
        ++right;
    });
  }
  for (std::thread& client : clients) client.join();
  BOOST_TEST(right == 28);
}

BOOST_AUTO_TEST_CASE(two_services_cannot_share_a_port) {
  RunningService running;
  ServiceOptions options;
  options.root = running.folder().path().string();
  options.port = running.service().port();
  BOOST_TEST(contains(thrown<Error>([&] { Service second(options); }), "give another with --port"));
}

BOOST_AUTO_TEST_SUITE_END()
