#pragma once

#include <string>
#include <string_view>

namespace smartcrop {

/// Who may ask. Without a host only this machine may, and names that only it can mean; with one whoever knows
/// the token.
struct AccessPolicy {
  std::string host;   ///< that the server listens on besides loopback; empty = loopback only
  std::string token;  ///< that every request must bring; empty = none is needed
};

/// What a request says of itself in its headers; empty = it does not.
struct RequestOrigin {
  std::string method = "GET";
  std::string host;           ///< Host
  std::string origin;         ///< Origin
  std::string fetch_site;     ///< Sec-Fetch-Site
  std::string authorization;  ///< Authorization
  std::string cookie;         ///< Cookie
  std::string content_type;   ///< Content-Type
  bool has_body = false;
};

enum class Access {
  granted,
  unknown_host,  ///< a name that this server does not answer to: a page elsewhere may have pointed it here
  cross_site,    ///< another site's page wants something changed
  needs_token,
  not_json,  ///< a body of a type that forms can send
};

/// Whether a request is answered. Reading is left to the browser's same-origin rule, which the host check
/// makes sound (DNS rebinding); what changes something must come from a page of this server or from no page
/// at all.
Access access_of(const AccessPolicy& policy, const RequestOrigin& request);

/// The name of `NAME`, `NAME:PORT` or `[ADDRESS]:PORT` in lower case, without brackets; empty where it is
/// none of these.
std::string host_name(std::string_view host_header);

/// What this machine calls itself, in lower case.
std::string machine_name();

/// The value of a cookie; empty where it is not there.
std::string cookie_value(std::string_view cookies, std::string_view name);

/// Whether two texts are equal, in a time that does not tell where they differ.
bool equal_in_constant_time(std::string_view a, std::string_view b);

/// 128 random bits as text.
std::string random_token();

inline constexpr std::string_view kTokenCookie = "smartcrop_token";

}  // namespace smartcrop
