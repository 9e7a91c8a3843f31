#include "page_files.hpp"
#include "smartcrop/libav/hash.hpp"
#include "studio.hpp"

namespace smartcrop::internal {
namespace {

std::string mime_of(std::string_view name) {
  if (name.ends_with(".html")) return "text/html; charset=utf-8";
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
  return name.ends_with(".svg") ? "image/svg+xml" : "application/json";
}

/// A page of another site must not start an analysis; browsers tell by Fetch Metadata.
bool is_opened_by_person(const httplib::Request& request) {
  const std::string site = request.get_header_value("Sec-Fetch-Site");
  return site == "none" || site == "same-origin";
}

}  // namespace

void add_page_routes(HttpServer& server, Studio& studio) {
  for (const PageFile& file : page_files()) {
    const std::string path = file.name == "index.html"     ? "/"
                             : file.name == "openapi.json" ? "/api/v1/openapi.json"
                                                           : "/" + std::string(file.name);
    server.route("GET", path,
                 [&, file, tag = '"' + libav::hash_text(file.text) + '"'](const httplib::Request& request,
                                                                          httplib::Response& response) {
                   if (file.name == "index.html" && is_opened_by_person(request)) begin_first_look(studio);
                   response.set_header("ETag", tag);
                   response.set_header("Cache-Control", "no-cache");
                   if (request.get_header_value("If-None-Match") == tag) {
                     response.status = 304;
                     return;
                   }
                   response.set_content(file.text.data(), file.text.size(), mime_of(file.name));
                 });
  }
}

}  // namespace smartcrop::internal
