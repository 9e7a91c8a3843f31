#pragma once

#include <httplib.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "smartcrop/service/service.hpp"
#include "support/media.hpp"

namespace smartcrop::test {

using Json = nlohmann::json;

/// A service on a free port of its own, over a folder of its own that holds `small.mp4`.
class RunningService {
 public:
  explicit RunningService(ServiceOptions options = {})
      : service_(completed(std::move(options))),
        client_("127.0.0.1", service_.port()),
        thread_([this] { service_.run(); }) {
    constexpr int kPatience_s = 120;
    client_.set_read_timeout(kPatience_s);
    client_.set_keep_alive(true);
    while (!client_.Get("/")) std::this_thread::yield();
  }
  ~RunningService() {
    client_.stop();
    service_.stop();
    thread_.join();
  }
  RunningService(const RunningService&) = delete;
  RunningService& operator=(const RunningService&) = delete;

  Service& service() { return service_; }
  httplib::Client& client() { return client_; }
  const TemporaryFolder& folder() const { return folder_; }

  httplib::Result get(const std::string& path, const httplib::Headers& headers = {}) {
    return client_.Get(kApi + path, headers);
  }
  httplib::Result post(const std::string& path, const Json& body) {
    return client_.Post(kApi + path, body.dump(), "application/json");
  }
  httplib::Result put(const std::string& path, const Json& body) {
    return client_.Put(kApi + path, body.dump(), "application/json");
  }
  httplib::Result remove(const std::string& path) { return client_.Delete(kApi + path); }

  /// The id of a video of the library, "" if it is not listed.
  std::string id_of(const std::string& name = "small.mp4") {
    const Json listing = Json::parse(get("/videos")->body);
    for (const Json& video : listing["videos"]) {
      if (video["name"] == name) return video["id"];
    }
    return {};
  }
  std::string video_path(const std::string& name = "small.mp4") { return "/videos/" + id_of(name); }

  /// The job when it is over, told by its event stream.
  Json ended(const std::string& id) {
    const auto events = get("/jobs/" + id + "/events");
    const std::size_t last = events->body.rfind("data: ");
    return Json::parse(events->body.substr(last + 6, events->body.find('\n', last) - last - 6));
  }
  /// Starts an analysis and waits for it; its job's id.
  std::string analyzed(const Json& request = Json::object()) {
    const std::string id = Json::parse(post(video_path() + "/analyses", request)->body)["id"];
    ended(id);
    return id;
  }
  Json plan_of(const std::string& job, const std::string& query = {}) {
    return Json::parse(get("/jobs/" + job + "/plan" + query)->body)["plan"];
  }

  inline static const std::string kApi = "/api/v1";

 private:
  ServiceOptions completed(ServiceOptions options) {
    std::filesystem::copy_file(small_video(), folder_ / "small.mp4");
    if (options.root.empty()) options.root = folder_.path().string();
    options.port = 0;
    return options;
  }

  TemporaryFolder folder_;
  Service service_;
  httplib::Client client_;
  std::thread thread_;
};

/// What an answer says is wrong.
inline std::string error_of(const httplib::Result& result) {
  return Json::parse(result->body).value("error", "");
}

}  // namespace smartcrop::test
