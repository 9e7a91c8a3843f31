#pragma once

#include <string>
#include <string_view>

namespace smartcrop {

/// Who may send requests. Without `host`: only this machine, by its loopback names. With `host`: everyone who
/// has the token.
struct AccessPolicy {
  std::string host;   ///< address to listen on besides loopback; empty = loopback only
  std::string token;  ///< required in every request; empty = no token needed
};

/// The headers of a request that decide about access; empty = not sent.
struct RequestOrigin {
  std::string method = "GET";
  std::string host;           ///< Host
  std::string origin;         ///< Origin
  std::string fetch_site;     ///< Sec-Fetch-Site
  std::string authorization;  ///< Authorization
  std::string cookie;         ///< Cookie
  std::string content_type;   ///< Content-Type
  bool has_body = false;
  bool is_upload = false;     ///< for a route that takes a file instead of JSON
  std::string upload_header;  ///< Smartcrop-Upload
};

enum class Access {
  granted,
  unknown_host,  ///< not a name of this server; possibly DNS rebinding
  cross_site,    ///< a page of another site tries to change something
  needs_token,
  not_json,    ///< a body of a type that HTML forms can send
  not_upload,  ///< a file that a page of another site could send without asking
};

/// Whether a request is allowed. Reading is protected by the browser's same-origin policy and the
/// host check (DNS rebinding). Requests that change something must come from a page of this server or from no
/// page. What they send must be JSON, a type that browsers send to other sites only if those agree (CORS
/// preflight), which this server never does. An upload must be `application/octet-stream`, which forms cannot
/// send, and bring the header `Smartcrop-Upload: 1`, for which browsers ask, too, however they treat the
/// type.
Access access_of(const AccessPolicy& policy, const RequestOrigin& request);

/// The name of `NAME`, `NAME:PORT` or `[ADDRESS]:PORT` in lower case, without brackets; empty if it is none
/// of these.
std::string host_name(std::string_view host_header);

/// The host name of this machine, in lower case.
std::string machine_name();

/// The value of a cookie; empty if there is none.
std::string cookie_value(std::string_view cookies, std::string_view name);

/// Whether two texts are equal; the time taken does not depend on where they differ.
bool equal_in_constant_time(std::string_view a, std::string_view b);

/// 128 random bits as text.
std::string random_token();

inline constexpr std::string_view kTokenCookie = "smartcrop_token";

}  // namespace smartcrop
