#pragma once

#include <memory>
#include <string>
#include <vector>

namespace smartcrop {

struct ServiceOptions {
  std::string root;  ///< a video, or a folder of videos
  /// Address or name to listen on; empty = this machine only (127.0.0.1).
  std::string host;
  int port = 8765;  ///< 0 = any free port
  /// Required in every request (cookie or bearer token) if `host` is set.
  std::string token;
  std::string output_dir;  ///< folder for rendered videos, created if needed; empty = beside their sources
  int threads = 0;         ///< of each job; 0 = all cores

  std::vector<std::string> problems() const;
};

/// A method and path that the service answers, as its OpenAPI document names it.
struct Route {
  std::string method;  ///< "GET"
  std::string path;    ///< "/api/v1/videos/{video}"
  bool operator==(const Route&) const = default;
};

/// The HTTP service: the page at `/`, the API below `/api/v1` (modules/service/README.md, openapi.json). It
/// opens no other videos than those of its root. It writes rendered videos, and uploaded ones if its root is
/// a folder that it may write; neither ever replaces a file.
class Service {
 public:
  /// Binds the port. Throws Error (no such root, port in use) and std::invalid_argument (options).
  explicit Service(const ServiceOptions& options);
  /// Cancels running jobs and removes unfinished files.
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  int port() const;
  /// The URL to open in a browser, token included.
  std::string url() const;
  std::vector<Route> routes() const;

  /// Answers requests until stop() is called, from any thread.
  void run();
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smartcrop
