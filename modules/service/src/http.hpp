#pragma once

#include <httplib.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "request_body.hpp"
#include "smartcrop/service/access.hpp"
#include "smartcrop/service/service.hpp"

namespace smartcrop::internal {

/// A request names something that does not exist. Becomes 404.
class NotFound : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A request asks for something that is not done, or of another kind. Becomes 409.
class Conflict : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The disk has no room for what a request sends. Becomes 507.
class NoSpace : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// An HTTP server whose handlers may throw; exceptions become a status and `{"error": "one line"}`. Every
/// request is checked by the access policy first; every response has the security headers.
class HttpServer : private httplib::Server {
 public:
  using Handler = httplib::Server::Handler;
  using UploadHandler = std::function<void(const httplib::Request&, httplib::Response&, RequestBody&)>;

  explicit HttpServer(const AccessPolicy& policy);

  /// `path` as OpenAPI writes it: `/api/v1/videos/{video}/frame`. Braces stand for one identifier each, in
  /// `request.matches` from 1 on.
  void route(const std::string& method, const std::string& path, Handler answer);
  /// A POST whose body is a file: read by the handler, of any size.
  void upload_route(const std::string& path, UploadHandler answer);
  /// In the order of the calls of route().
  const std::vector<Route>& routes() const { return routes_; }

  /// Returns the port; throws Error if it cannot be bound.
  int bind(const std::string& host, int port);
  /// Until end().
  void serve();
  /// Takes no more requests. Those that have begun have a second to end; then their connections are closed.
  void end();

 private:
  void add_error_handlers();
  /// False if the request was answered already: refused, or given its cookie.
  bool admits(const httplib::Request& request, httplib::Response& response, bool is_upload = false) const;
  void add(const std::string& method, const std::string& pattern,
           const httplib::Server::HandlerWithContentReader& answer);

  AccessPolicy policy_;
  std::vector<Route> routes_;
  int port_ = 0;  ///< 0 before bind()
};

void answer_json(httplib::Response& response, const nlohmann::ordered_json& json, int status = 200);
void answer_error(httplib::Response& response, int status, const std::string& line);
/// Answers with a file, or the requested range of it. `download_name`: the browser saves the file under this
/// name; empty = it shows the file. Throws NotFound.
void answer_file(httplib::Response& response, const std::string& path, const std::string& mime,
                 const std::string& download_name = {});
/// By a file name's ending.
std::string video_mime_type(const std::string& name);

}  // namespace smartcrop::internal
