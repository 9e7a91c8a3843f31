#include "smartcrop/service/access.hpp"

#include <arpa/inet.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <random>

#include "smartcrop/core/text.hpp"

namespace smartcrop {
namespace {

bool is_port(std::string_view text) {
  constexpr std::size_t kMostDigits = 5;
  return !text.empty() && text.size() <= kMostDigits &&
         std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

bool is_address(const std::string& name) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(AF_INET, name.c_str(), bytes.data()) == 1 ||
         inet_pton(AF_INET6, name.c_str(), bytes.data()) == 1;
}

bool is_loopback(const std::string& name) {
  if (name == "localhost" || name == "::1") return true;
  std::array<unsigned char, sizeof(in_addr)> bytes{};
  constexpr unsigned char kLoopbackNet = 127;
  return inet_pton(AF_INET, name.c_str(), bytes.data()) == 1 && bytes[0] == kLoopbackNet;
}

/// No page of another site can make a browser send an address, or this machine's own name, that is not ours.
bool is_our_name(const AccessPolicy& policy, const std::string& name) {
  if (name.empty()) return false;
  if (is_loopback(name)) return true;
  if (policy.host.empty()) return false;
  return name == lower_case(policy.host) || is_address(name) || name == machine_name();
}

bool only_reads(std::string_view method) {
  return method == "GET" || method == "HEAD";
}

/// `http://host:port` names the server that it was sent to.
bool is_same_origin(std::string_view origin, std::string_view host) {
  const std::size_t scheme_end = origin.find("://");
  return scheme_end != std::string_view::npos &&
         lower_case(origin.substr(scheme_end + 3)) == lower_case(host);
}

bool brings_token(const AccessPolicy& policy, const RequestOrigin& request) {
  constexpr std::string_view kBearer = "Bearer ";
  const std::string_view authorization = request.authorization;
  const std::string_view given =
      authorization.starts_with(kBearer) ? authorization.substr(kBearer.size()) : std::string_view();
  return equal_in_constant_time(given, policy.token) ||
         equal_in_constant_time(cookie_value(request.cookie, kTokenCookie), policy.token);
}

bool is_type(std::string_view content_type, std::string_view type) {
  return lower_case(content_type.substr(0, content_type.find(';'))) == type;
}

}  // namespace

std::string machine_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? lower_case(name.data()) : std::string();
}

std::string host_name(std::string_view header) {
  std::string_view name = header, rest;
  if (header.starts_with('[')) {
    const std::size_t close = header.find(']');
    if (close == std::string_view::npos) return {};
    name = header.substr(1, close - 1);
    rest = header.substr(close + 1);
  } else if (const std::size_t colon = header.find(':'); colon != std::string_view::npos) {
    name = header.substr(0, colon);
    rest = header.substr(colon);
  }
  const bool is_well_formed = rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
  return is_well_formed ? lower_case(name) : std::string();
}

std::string cookie_value(std::string_view cookies, std::string_view name) {
  while (!cookies.empty()) {
    const std::size_t end = std::min(cookies.find(';'), cookies.size());
    std::string_view pair = cookies.substr(0, end);
    cookies.remove_prefix(std::min(end + 1, cookies.size()));
    pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
    if (pair.starts_with(name) && pair.size() > name.size() && pair[name.size()] == '=')
      return std::string(pair.substr(name.size() + 1));
  }
  return {};
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned char>(a[i] ^ b[i]);
  return difference == 0;
}

std::string random_token() {
  std::random_device random;
  std::string token;
  constexpr int kWords = 4;  // of 32 bits
  for (int i = 0; i < kWords; ++i) {
    std::array<char, 9> word{};
    std::snprintf(word.data(), word.size(), "%08x", random());
    token += word.data();
  }
  return token;
}

Access access_of(const AccessPolicy& policy, const RequestOrigin& request) {
  if (!is_our_name(policy, host_name(request.host))) return Access::unknown_host;
  if (!policy.token.empty() && !brings_token(policy, request)) return Access::needs_token;
  if (only_reads(request.method)) return Access::granted;
  if (!request.origin.empty() && !is_same_origin(request.origin, request.host)) return Access::cross_site;
  const bool is_from_elsewhere = request.fetch_site == "cross-site" || request.fetch_site == "same-site";
  if (is_from_elsewhere) return Access::cross_site;
  if (request.is_upload) {
    const bool is_meant =
        is_type(request.content_type, "application/octet-stream") && request.upload_header == "1";
    return is_meant ? Access::granted : Access::not_upload;
  }
  const bool is_json = is_type(request.content_type, "application/json");
  return request.has_body && !is_json ? Access::not_json : Access::granted;
}

}  // namespace smartcrop
