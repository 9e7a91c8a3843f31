#include "smartcrop/service/access.hpp"

#include <boost/test/unit_test.hpp>

using namespace smartcrop;

namespace {

RequestOrigin asks(const std::string& host, const std::string& method = "GET") {
  RequestOrigin request;
  request.method = method;
  request.host = host;
  return request;
}

RequestOrigin posts_from(const std::string& origin, const std::string& host = "127.0.0.1:8765") {
  RequestOrigin request = asks(host, "POST");
  request.origin = origin;
  request.content_type = "application/json";
  request.has_body = true;
  return request;
}

const AccessPolicy kLocal{};
const AccessPolicy kOpen{"studio.example", "secret"};

}  // namespace

BOOST_AUTO_TEST_SUITE(service_access)

BOOST_AUTO_TEST_CASE(this_machine_is_known_by_names_that_only_it_can_have) {
  for (const char* host : {"127.0.0.1:8765", "localhost:8765", "LOCALHOST", "[::1]:8765", "127.1.2.3"})
    BOOST_TEST((access_of(kLocal, asks(host)) == Access::granted), host);
  // 127.0.0.1.evil.example and the like are names that someone else may point here.
  for (const char* host :
       {"evil.example:8765", "127.0.0.1.evil.example", "localhost.evil.example", "192.168.1.7", "",
        "localhost:8765:1", "localhost:", "[::1", "127.0.0.1@evil.example", "0x7f.1"})
    BOOST_TEST((access_of(kLocal, asks(host)) == Access::unknown_host), host);
}

BOOST_AUTO_TEST_CASE(what_changes_something_comes_from_the_servers_own_page_or_from_none) {
  BOOST_TEST((access_of(kLocal, posts_from("http://127.0.0.1:8765")) == Access::granted));
  BOOST_TEST((access_of(kLocal, posts_from("")) == Access::granted));
  for (const char* origin : {"http://evil.example", "null", "http://127.0.0.1:9999", "http://127.0.0.1",
                             "http://localhost:8765", "x"})
    BOOST_TEST((access_of(kLocal, posts_from(origin)) == Access::cross_site), origin);
  RequestOrigin without_origin = posts_from("");
  without_origin.fetch_site = "cross-site";
  BOOST_TEST((access_of(kLocal, without_origin) == Access::cross_site));
}

BOOST_AUTO_TEST_CASE(bodies_that_a_form_could_send_are_refused) {
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""}) {
    RequestOrigin request = posts_from("");
    request.content_type = type;
    BOOST_TEST((access_of(kLocal, request) == Access::not_json), type);
  }
  RequestOrigin request = posts_from("");
  request.content_type = "Application/JSON; charset=utf-8";
  BOOST_TEST((access_of(kLocal, request) == Access::granted));
}

BOOST_AUTO_TEST_CASE(an_upload_needs_what_other_sites_must_ask_for) {
  RequestOrigin request = posts_from("http://127.0.0.1:8765");
  request.is_upload = true;
  request.content_type = "application/octet-stream";
  BOOST_TEST((access_of(kLocal, request) == Access::not_upload));
  request.upload_header = "1";
  BOOST_TEST((access_of(kLocal, request) == Access::granted));
  for (const char* type : {"text/plain", "multipart/form-data", "application/json", "video/mp4", ""}) {
    request.content_type = type;
    BOOST_TEST((access_of(kLocal, request) == Access::not_upload), type);
  }
  request.content_type = "application/octet-stream";
  request.has_body = false;
  request.upload_header.clear();
  BOOST_TEST((access_of(kLocal, request) == Access::not_upload));
  request.upload_header = "1";
  request.origin = "http://evil.example";
  BOOST_TEST((access_of(kLocal, request) == Access::cross_site));
  request.origin.clear();
  request.host = "studio.example";
  BOOST_TEST((access_of(kOpen, request) == Access::needs_token));
}

BOOST_AUTO_TEST_CASE(with_a_host_every_request_needs_the_token) {
  RequestOrigin request = asks("studio.example:8765");
  BOOST_TEST((access_of(kOpen, request) == Access::needs_token));
  BOOST_TEST((access_of(kOpen, asks("127.0.0.1:8765")) == Access::needs_token));
  request.authorization = "Bearer secre";
  BOOST_TEST((access_of(kOpen, request) == Access::needs_token));
  request.authorization = "Bearer secret";
  BOOST_TEST((access_of(kOpen, request) == Access::granted));
  request.authorization.clear();
  request.cookie = "other=1; smartcrop_token=secret";
  BOOST_TEST((access_of(kOpen, request) == Access::granted));
  request.host = "evil.example";
  BOOST_TEST((access_of(kOpen, request) == Access::unknown_host));
  request.host = "192.168.1.7:8765";  // an address cannot be pointed elsewhere
  BOOST_TEST((access_of(kOpen, request) == Access::granted));
}

BOOST_AUTO_TEST_CASE(a_cookie_is_found_by_its_whole_name) {
  BOOST_TEST(cookie_value("a=1; b=2;c=3", "b") == "2");
  BOOST_TEST(cookie_value("a=1; b=2;c=3", "c") == "3");
  BOOST_TEST(cookie_value("ab=1; b", "b") == "");
  BOOST_TEST(cookie_value("", "b") == "");
}

BOOST_AUTO_TEST_CASE(tokens_are_long_and_never_the_same) {
  BOOST_TEST(random_token().size() == 32U);
  BOOST_TEST(random_token() != random_token());
}

BOOST_AUTO_TEST_SUITE_END()
