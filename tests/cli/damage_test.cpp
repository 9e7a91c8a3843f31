#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "cli/cli.hpp"

using namespace smartcrop::test;

namespace {

/// A video of 4 s with rubbish in the middle of its pictures.
std::string damaged_video(const TemporaryFolder& folder) {
  std::string bytes =
      file_text(make_media("to-damage.mp4", {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=4",
                                             "-c:v", "libx264", "-g", "12", "-pix_fmt", "yuv420p"}));
  const std::size_t middle = bytes.size() / 2;
  for (std::size_t i = 0; i < 3000; ++i) bytes[middle + i] = static_cast<char>(i * 37);
  write_file(folder / "damaged.mp4", bytes);
  return folder / "damaged.mp4";
}

/// A server that takes connections and never says a word.
class SilentServer {
 public:
  SilentServer() : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    BOOST_REQUIRE(bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    BOOST_REQUIRE(listen(socket_, 8) == 0);
    BOOST_REQUIRE(getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
  }
  ~SilentServer() { close(socket_); }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/video.mp4"; }

 private:
  int socket_;
  int port_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(cli_damage)

BOOST_AUTO_TEST_CASE(damage_is_survived_and_reported_with_its_number_and_time) {
  const TemporaryFolder folder;
  const std::string video = damaged_video(folder);
  for (const ProcessResult& result :
       {app("analyze", {video, "--sampling", "dense"}), app("crop", {video, folder / "out.mkv"})}) {
    BOOST_TEST(result.exit_code == 0);
    BOOST_TEST(result.err.find(" errors") != std::string::npos, result.err);
    BOOST_TEST(result.err.find("the first at 00:00:0") != std::string::npos, result.err);
  }
}

BOOST_AUTO_TEST_CASE(damage_is_an_error_where_strict_is_asked_for) {
  const TemporaryFolder folder;
  const std::string video = damaged_video(folder);
  for (const ProcessResult& result :
       {app("analyze", {video, "--sampling", "dense", "--strict", "--json", folder / "out.json"}),
        app("crop", {video, folder / "out.mkv", "--strict"}),
        app("crop", {video, folder / "out.mkv", "--strict", "--mode", "dynamic"})}) {
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(lines(result.err) == 1, result.err);
    BOOST_TEST(result.err.find("damaged.mp4: damaged") != std::string::npos, result.err);
    BOOST_TEST(result.err.find("00:00:0") != std::string::npos, result.err);
  }
  BOOST_TEST(folder.names() == std::vector<std::string>{"damaged.mp4"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_whole_video_is_none_the_worse_for_strict) {
  const TemporaryFolder folder;
  BOOST_TEST(app("crop", {small_video(), folder / "out.mp4", "--strict"}).exit_code == 0);
}

BOOST_AUTO_TEST_CASE(input_that_never_delivers_is_given_up_after_the_timeout) {
  const TemporaryFolder folder;
  BOOST_REQUIRE(mkfifo((folder / "pipe.ts").c_str(), 0600) == 0);
  const SilentServer server;
  for (const std::string& input : {folder / "pipe.ts", server.url()}) {
    for (const std::string verb : {"analyze", "crop"}) {
      std::vector<std::string> arguments{input, "--timeout", "0.3"};
      if (verb == "crop") arguments.insert(arguments.begin() + 1, folder / "out.mp4");
      const ProcessResult result = app(verb, arguments);
      BOOST_TEST(result.exit_code == 1);
      // Before, they say that they copy a pipe.
      const bool is_copied = input.ends_with("pipe.ts");
      BOOST_TEST(lines(result.err) == (is_copied ? 2 : 1), result.err);
      BOOST_TEST(result.err.find(input + ": delivered nothing for 0.3 s") != std::string::npos, result.err);
    }
  }
  BOOST_TEST(folder.names() == std::vector<std::string>{"pipe.ts"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
