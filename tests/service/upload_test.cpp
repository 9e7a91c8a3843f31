// Files that clients send, complete and broken off.

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iostream>

#include "service/service_support.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;
namespace fs = std::filesystem;

namespace {

const httplib::Headers kMeant{{"Smartcrop-Upload", "1"}};
constexpr const char* kType = "application/octet-stream";
const std::vector<std::string> kSmallAlone{"small.mp4"};

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

httplib::Result upload(RunningService& running, const std::string& name, const std::string& bytes) {
  return running.client().Post("/api/v1/videos?name=" + name, kMeant, bytes, kType);
}

/// A client that sends what it likes and hangs up when it likes.
class RawClient {
 public:
  explicit RawClient(int port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    BOOST_REQUIRE(connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  }
  ~RawClient() { close(socket_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  /// Until all is sent or the server has hung up.
  void send_text(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t count = send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (count <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(count));
    }
  }

  /// All until the server hangs up.
  std::string answer() const {
    std::string text;
    char part[4096];
    for (ssize_t count = 0; (count = recv(socket_, part, sizeof part, 0)) > 0;)
      text.append(part, static_cast<std::size_t>(count));
    return text;
  }

 private:
  int socket_;
};

std::string head(const std::string& name, const std::string& length) {
  return "POST /api/v1/videos?name=" + name +
         " HTTP/1.1\r\nHost: 127.0.0.1\r\nSmartcrop-Upload: 1\r\nContent-Type: application/octet-stream\r\n"
         "Content-Length: " +
         length + "\r\n\r\n";
}

void wait_for(const std::function<bool()>& is_so, int patience_s = 30) {
  const int tries = patience_s * 100;
  for (int i = 0; i < tries && !is_so(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  BOOST_TEST(is_so());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(service_upload)

BOOST_AUTO_TEST_CASE(a_video_is_added_under_a_free_name_and_replaces_nothing) {
  RunningService running;
  const std::string bytes = bytes_of(small_video());
  const auto first = upload(running, "Caf%C3%A9%20talk.mp4", bytes);
  BOOST_TEST(first->status == 201);
  const Json video = Json::parse(first->body);
  BOOST_TEST(video["name"] == "Café talk.mp4");
  BOOST_TEST(video["width"] == 320);
  BOOST_TEST(running.id_of("Café talk.mp4") == video["id"].get<std::string>());
  BOOST_TEST((running.get("/videos/" + video["id"].get<std::string>() + "/file")->body == bytes));
  std::ofstream(running.folder() / "taken.mp4") << "not a video, and not ours";
  BOOST_TEST(Json::parse(upload(running, "taken.mp4", bytes)->body)["name"] == "taken-2.mp4");
  BOOST_TEST(Json::parse(upload(running, "..%2Ftaken.mp4", bytes)->body)["name"] == "taken-3.mp4");
  BOOST_TEST(bytes_of(running.folder() / "taken.mp4") == "not a video, and not ours");
  const std::vector<std::string> expected{"Café talk.mp4", "small.mp4", "taken-2.mp4", "taken-3.mp4",
                                          "taken.mp4"};
  BOOST_TEST(running.folder().names() == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_no_video_is_not_kept) {
  RunningService running;
  const auto text = upload(running, "notes.mp4", "not a video");
  BOOST_TEST(text->status == 422);
  BOOST_TEST(error_of(text) == "notes.mp4: not a video file, or one too damaged to open");
  BOOST_TEST(upload(running, "empty.mp4", "")->status == 422);
  const std::string half = bytes_of(small_video()).substr(0, 2000);
  BOOST_TEST(upload(running, "half.mp4", half)->status == 422);
  BOOST_TEST(upload(running, "run.sh", bytes_of(small_video()))->status == 400);
  // It would show whatever file of this machine it names.
  const auto playlist = upload(running, "list.mp4",
                               "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nsmall.mp4\n#EXT-X-ENDLIST\n");
  BOOST_TEST(playlist->status == 422);
  BOOST_TEST(running.folder().names() == kSmallAlone, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_upload_that_is_broken_off_leaves_nothing) {
  RunningService running;
  {
    const RawClient client(running.service().port());
    client.send_text(head("gone.mp4", "5000000") + std::string(3'000'000, 'x'));
    wait_for([&] { return running.folder().names().size() == 2; });
    BOOST_TEST(running.folder().names().front().starts_with(".gone.partial-"));
    BOOST_TEST(running.id_of("gone.mp4").empty());
  }
  wait_for([&] { return running.folder().names() == kSmallAlone; });
}

BOOST_AUTO_TEST_CASE(a_stalled_upload_does_not_hold_up_the_end) {
  RunningService running;
  const RawClient client(running.service().port());
  client.send_text(head("stalled.mp4", "5000000") + std::string(3'000'000, 'x'));
  wait_for([&] { return running.folder().names().size() == 2; });
  running.service().stop();
  constexpr int kPatience_s = 8;  // the server would wait for the client for 15
  wait_for([&] { return running.folder().names() == kSmallAlone; }, kPatience_s);
}

BOOST_AUTO_TEST_CASE(pages_of_other_sites_add_nothing) {
  RunningService running;
  const std::string bytes = bytes_of(small_video());
  const auto status = [&](const httplib::Headers& headers, const char* type) {
    return running.client().Post("/api/v1/videos?name=new.mp4", headers, bytes, type)->status;
  };
  BOOST_TEST(status({}, kType) == 415);
  BOOST_TEST(status({}, "text/plain") == 415);
  BOOST_TEST(status(kMeant, "text/plain") == 415);
  BOOST_TEST(status(kMeant, "application/json") == 415);
  BOOST_TEST(status(kMeant, "multipart/form-data; boundary=x") == 415);
  BOOST_TEST(status({{"Smartcrop-Upload", "1"}, {"Origin", "http://evil.example"}}, kType) == 403);
  BOOST_TEST(status({{"Smartcrop-Upload", "1"}, {"Sec-Fetch-Site", "cross-site"}}, kType) == 403);
  BOOST_TEST(running.client().Options("/api/v1/videos")->status == 404);  // no preflight is granted
  BOOST_TEST(running.folder().names() == kSmallAlone, boost::test_tools::per_element());
  const std::string own = "http://127.0.0.1:" + std::to_string(running.service().port());
  BOOST_TEST(status({{"Smartcrop-Upload", "1"}, {"Origin", own}}, kType) == 201);
}

BOOST_AUTO_TEST_CASE(with_a_host_an_upload_needs_the_token) {
  ServiceOptions options;
  options.host = "127.0.0.1";
  options.token = "f00d";
  RunningService running(options);
  const std::string bytes = bytes_of(small_video());
  BOOST_TEST(upload(running, "new.mp4", bytes)->status == 401);
  BOOST_TEST(running.folder().names() == kSmallAlone, boost::test_tools::per_element());
  const httplib::Headers with_token{{"Smartcrop-Upload", "1"}, {"Authorization", "Bearer f00d"}};
  BOOST_TEST(running.client().Post("/api/v1/videos?name=new.mp4", with_token, bytes, kType)->status == 201);
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_on_the_disk_is_refused_before_it_is_written) {
  RunningService running;
  const RawClient client(running.service().port());
  client.send_text(head("huge.mp4", "1000000000000000000") + std::string(10U << 20U, 'x'));
  const std::string answer = client.answer();
  BOOST_TEST(contains(answer, "HTTP/1.1 507"));
  BOOST_TEST(contains(answer, "huge.mp4: the disk of the folder has no room for it"));
  BOOST_TEST(running.folder().names() == kSmallAlone, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_body_that_no_route_takes_is_not_kept) {
  RunningService running;
  const RawClient client(running.service().port());
  client.send_text(
      "PRI /api/v1/videos HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: "
      "1000000000000\r\n\r\nx");
  BOOST_TEST(contains(client.answer(), "HTTP/1.1 405"));
}

BOOST_AUTO_TEST_CASE(nothing_is_added_to_a_single_video) {
  const TemporaryFolder folder;
  fs::copy_file(small_video(), folder / "only.mp4");
  ServiceOptions options;
  options.root = folder / "only.mp4";
  RunningService running(options);
  BOOST_TEST(!Json::parse(running.get("/videos")->body)["uploads"].get<bool>());
  const auto answer = upload(running, "new.mp4", bytes_of(small_video()));
  BOOST_TEST(answer->status == 409);
  BOOST_TEST(contains(error_of(answer), "start smartcrop serve with a folder"));
  BOOST_TEST(folder.names().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_written_takes_nothing,
                     *boost::unit_test::precondition([](boost::unit_test::test_unit_id) {
                       if (geteuid() == 0) std::cout << "SKIPPED: root may write any folder\n";
                       return boost::test_tools::assertion_result(geteuid() != 0);
                     })) {
  RunningService running;
  BOOST_TEST(Json::parse(running.get("/videos")->body)["uploads"].get<bool>());
  fs::permissions(running.folder().path(), fs::perms::owner_read | fs::perms::owner_exec);
  BOOST_TEST(!Json::parse(running.get("/videos")->body)["uploads"].get<bool>());
  BOOST_TEST(upload(running, "new.mp4", bytes_of(small_video()))->status == 409);
  fs::permissions(running.folder().path(), fs::perms::owner_all);
}

BOOST_AUTO_TEST_SUITE_END()
