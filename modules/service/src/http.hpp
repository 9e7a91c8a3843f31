#pragma once

#include <httplib.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "smartcrop/service/access.hpp"
#include "smartcrop/service/service.hpp"

namespace smartcrop::internal {

/// What a request names is not there. Becomes 404.
class NotFound : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What a request wants is not there yet, or not of this kind. Becomes 409.
class Conflict : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// An HTTP server whose handlers may throw: what they throw becomes a status and `{"error": "one line"}`.
/// Every request is checked by the access policy first, every response carries the security headers.
class HttpServer : private httplib::Server {
 public:
  using Handler = httplib::Server::Handler;

  explicit HttpServer(const AccessPolicy& policy);

  /// `path` as OpenAPI writes it: `/api/v1/videos/{video}/frame`. Braces stand for one identifier each, in
  /// `request.matches` from 1 on.
  void route(const std::string& method, const std::string& path, Handler answer);
  /// As given, in the order of their making.
  const std::vector<Route>& routes() const { return routes_; }

  /// The port; throws Error where it cannot be had.
  int bind(const std::string& host, int port);
  /// Until end().
  void serve();
  void end() { stop(); }

 private:
  void add_error_handlers();
  /// False where the request is answered already: refused, or given its cookie.
  bool admits(const httplib::Request& request, httplib::Response& response) const;

  AccessPolicy policy_;
  std::vector<Route> routes_;
};

void answer_json(httplib::Response& response, const nlohmann::ordered_json& json, int status = 200);
void answer_error(httplib::Response& response, int status, const std::string& line);
/// A file in parts, as the request's ranges ask. `download_name`: shown by the browser that saves it; empty =
/// shown by itself. Throws NotFound.
void answer_file(httplib::Response& response, const std::string& path, const std::string& mime,
                 const std::string& download_name = {});
/// By a file name's ending.
std::string video_mime_type(const std::string& name);

}  // namespace smartcrop::internal
