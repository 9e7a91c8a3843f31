// What the running service refuses, and what every answer carries.

#include <boost/test/unit_test.hpp>

#include "service/service_support.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

BOOST_AUTO_TEST_SUITE(service_safety)

BOOST_AUTO_TEST_CASE(default_options_lack_only_what_to_serve) {
  BOOST_TEST(ServiceOptions{}.problems().size() == 1U);
  ServiceOptions options;
  options.root = ".";
  BOOST_TEST(options.problems().empty());
  options.port = 70000;
  BOOST_TEST(options.problems().size() == 1U);
  options.port = 0;
  options.host = "0.0.0.0";
  BOOST_TEST(contains(options.problems().front(), "token"));
}

BOOST_AUTO_TEST_CASE(every_answer_forbids_what_the_page_does_not_need) {
  RunningService running;
  for (const char* path : {"/", "/app.js", "/api/v1/videos", "/api/v1/none", "/none"}) {
    const auto answer = running.client().Get(path);
    BOOST_TEST(contains(answer->get_header_value("Content-Security-Policy"), "script-src 'self';"), path);
    BOOST_TEST(!contains(answer->get_header_value("Content-Security-Policy"), "unsafe"), path);
    BOOST_TEST(answer->get_header_value("X-Content-Type-Options") == "nosniff", path);
    BOOST_TEST(answer->get_header_value("X-Frame-Options") == "DENY", path);
    BOOST_TEST(answer->get_header_value("Cross-Origin-Resource-Policy") == "same-origin", path);
    BOOST_TEST(!answer->has_header("Access-Control-Allow-Origin"), path);
  }
}

BOOST_AUTO_TEST_CASE(names_that_others_may_point_here_are_not_answered) {
  RunningService running;
  const auto answer = running.get("/videos", {{"Host", "evil.example"}});
  BOOST_TEST(answer->status == 421);
  BOOST_TEST(contains(error_of(answer), "use the address that it printed"));
}

BOOST_AUTO_TEST_CASE(pages_of_other_sites_change_nothing) {
  RunningService running;
  const std::string path = "/api/v1" + running.video_path() + "/analyses";
  const auto from = [&](const httplib::Headers& headers, const std::string& type) {
    return running.client().Post(path, headers, "{}", type)->status;
  };
  BOOST_TEST(from({{"Origin", "http://evil.example"}}, "application/json") == 403);
  BOOST_TEST(from({{"Origin", "null"}}, "application/json") == 403);
  BOOST_TEST(from({{"Sec-Fetch-Site", "cross-site"}}, "application/json") == 403);
  BOOST_TEST(from({}, "text/plain") == 415);
  running.client().Get("/", {{"Sec-Fetch-Site", "cross-site"}});
  BOOST_TEST(Json::parse(running.get("/jobs")->body)["jobs"].empty());
  const std::string own = "http://127.0.0.1:" + std::to_string(running.service().port());
  BOOST_TEST(from({{"Origin", own}}, "application/json") == 202);
}

BOOST_AUTO_TEST_CASE(no_path_leads_to_a_file) {
  RunningService running;
  for (const char* path :
       {"/../etc/passwd", "/..%2f..%2fetc%2fpasswd", "/api/v1/videos/..%2f..%2fetc%2fpasswd/file",
        "/api/v1/videos/../../etc/passwd/file", "/api/v1/videos//etc/passwd/file",
        "/%2e%2e/%2e%2e/etc/passwd", "/api/v1/videos/small.mp4/file", "/page/app.js", "/app.js%00"}) {
    BOOST_TEST(running.client().Get(path)->status == 404, path);
  }
}

BOOST_AUTO_TEST_CASE(requests_are_bounded) {
  RunningService running;
  const std::string video = running.video_path();
  BOOST_TEST(running.get(video + "/frame?width=100000")->status == 400);
  BOOST_TEST(running.get(video + "/frame?time=1e99")->status == 400);
  const std::string large(9U << 20U, ' ');
  const auto answer = running.client().Put("/api/v1" + video + "/plan", large, "application/json");
  BOOST_TEST((!answer || answer->status == 413));
}

BOOST_AUTO_TEST_CASE(bodies_of_unknown_length_are_bounded_and_the_next_request_is_none_of_their_bytes) {
  RunningService running;
  const auto chunks = [](std::size_t offset, httplib::DataSink& sink) {
    const std::string spaces(1U << 20U, ' ');
    if (offset >= 9U << 20U) {
      sink.done();
      return true;
    }
    return sink.write(spaces.data(), spaces.size());
  };
  for (const std::string& path : {"/api/v1" + running.video_path() + "/analyses", std::string("/none")}) {
    const auto answer = running.client().Post(path, chunks, "application/json");
    BOOST_TEST((!answer || answer->status == (path == "/none" ? 404 : 413)), path);
    BOOST_TEST(running.get("/videos")->status == 200);
  }
}

BOOST_AUTO_TEST_CASE(with_a_host_the_token_opens_the_page_once_and_a_cookie_from_then_on) {
  ServiceOptions options;
  options.host = "127.0.0.1";
  options.token = "f00d";
  RunningService running(options);
  httplib::Client& client = running.client();
  BOOST_TEST(client.Get("/")->status == 401);
  BOOST_TEST(client.Get("/?token=beef")->status == 401);
  BOOST_TEST(client.Get("/api/v1/videos")->status == 401);
  BOOST_TEST(client.Get("/app.js")->status == 401);
  BOOST_TEST(contains(running.service().url(), "/?token=f00d"));
  const auto visit = client.Get("/?token=f00d");
  BOOST_TEST(visit->status == 302);
  BOOST_TEST(visit->get_header_value("Location") == "/");
  const std::string cookie = visit->get_header_value("Set-Cookie");
  BOOST_TEST(contains(cookie, "HttpOnly; SameSite=Strict"));
  const httplib::Headers with_cookie{{"Cookie", cookie.substr(0, cookie.find(';'))}};
  BOOST_TEST(client.Get("/api/v1/videos", with_cookie)->status == 200);
  BOOST_TEST(client.Get("/api/v1/videos", {{"Authorization", "Bearer f00d"}})->status == 200);
  BOOST_TEST(client.Get("/api/v1/videos?token=f00d")->status == 401);
}

BOOST_AUTO_TEST_SUITE_END()
