// openapi.json and the running service say the same.

#include <boost/test/unit_test.hpp>
#include <set>

#include "service/service_support.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

/// The part of a document that a `$ref` names, or the value itself.
const Json& resolved(const Json& document, const Json& value) {
  if (!value.is_object() || !value.contains("$ref")) return value;
  return document.at(Json::json_pointer(value["$ref"].get<std::string>().substr(1)));
}

bool is_of_type(const Json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  return type == "null" && value.is_null();
}

/// What of a value is not as its schema says; empty = nothing. Types, required keys, enumerations, items.
std::string flaw_of(const Json& document, const Json& schema_or_reference, const Json& value,
                    const std::string& where) {
  const Json& schema = resolved(document, schema_or_reference);
  if (schema.contains("type")) {
    const Json types = schema["type"].is_array() ? schema["type"] : Json::array({schema["type"]});
    if (std::none_of(types.begin(), types.end(), [&](const Json& type) { return is_of_type(value, type); }))
      return where + " is not " + types.dump();
  }
  if (schema.contains("enum") &&
      std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end())
    return where + " is " + value.dump();
  for (const Json& key : schema.value("required", Json::array())) {
    if (!value.contains(key)) return where + " lacks " + key.dump();
  }
  const Json properties = schema.value("properties", Json::object());
  for (const auto& [key, inner] : properties.items()) {
    if (!value.contains(key)) continue;
    const std::string found = flaw_of(document, inner, value[key], where + "." + key);
    if (!found.empty()) return found;
  }
  if (schema.contains("items")) {
    for (const Json& item : value) {
      const std::string found = flaw_of(document, schema["items"], item, where + "[]");
      if (!found.empty()) return found;
    }
  }
  return {};
}

/// What of an answer the document does not describe; empty = nothing.
std::string surprise(const Json& document, const std::string& method, const std::string& path,
                     const httplib::Response& answer) {
  const Json& responses = document["paths"][path][method]["responses"];
  const std::string status = std::to_string(answer.status);
  if (!responses.contains(status)) return "status " + status + " is not described: " + answer.body;
  const Json& response = resolved(document, responses[status]);
  if (!response.contains("content")) return answer.body.empty() ? "" : "has a body";
  const std::string type = answer.get_header_value("Content-Type");
  const Json& content = response["content"];
  if (content.contains("*/*")) return {};
  if (!content.contains(type)) return "type " + type + " is not described";
  if (type != "application/json") return {};
  return flaw_of(document, content[type]["schema"], Json::parse(answer.body), "the body");
}

std::string filled(std::string path, const std::string& video, const std::string& job) {
  const auto put = [&](const std::string& name, const std::string& value) {
    if (const std::size_t at = path.find(name); at != std::string::npos) path.replace(at, name.size(), value);
  };
  put("{video}", video);
  put("{job}", job);
  return path;
}

constexpr const char* kUploads = "/api/v1/videos";

httplib::Result upload(httplib::Client& client, const std::string& name, const std::string& body) {
  return client.Post(std::string(kUploads) + "?name=" + name, {{"Smartcrop-Upload", "1"}}, body,
                     "application/octet-stream");
}

/// Asks every operation once; `body_of` gives the bodies.
void ask_all(RunningService& running, const Json& document, const std::string& video, const std::string& job,
             const std::function<std::string(const std::string& path)>& body_of) {
  for (const auto& [path, operations] : document["paths"].items()) {
    for (const auto& [method, operation] : operations.items()) {
      const std::string url = filled(path, video, job);
      httplib::Client& client = running.client();
      const httplib::Result answer = method == "get"      ? client.Get(url)
                                     : method == "delete" ? client.Delete(url)
                                     : method == "put"    ? client.Put(url, body_of(path), "application/json")
                                     : path == kUploads   ? upload(client, "new.mp4", body_of(path))
                                                        : client.Post(url, body_of(path), "application/json");
      BOOST_REQUIRE_MESSAGE(answer, method << " " << url);
      const std::string found = surprise(document, method, path, *answer);
      BOOST_TEST(found.empty(), method << " " << url << ": " << found);
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(service_openapi)

BOOST_AUTO_TEST_CASE(every_route_is_described_and_every_description_has_its_route) {
  RunningService running;
  const Json document = Json::parse(running.get("/openapi.json")->body);
  std::set<std::string> described, routed;
  for (const auto& [path, operations] : document["paths"].items()) {
    for (const auto& [method, operation] : operations.items()) {
      std::string name = method;
      std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::toupper(c); });
      described.insert(name + " " + path);
    }
  }
  for (const Route& route : running.service().routes()) {
    if (route.path.starts_with("/api/")) routed.insert(route.method + " " + route.path);
  }
  BOOST_TEST(described == routed, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(answers_are_as_described) {
  RunningService running;
  const Json document = Json::parse(running.get("/openapi.json")->body);
  const std::string analysis = running.analyzed();
  const Json plan = running.plan_of(analysis);
  const Json render = {{"plan", plan}, {"preset", "ultrafast"}};
  const std::string rendering =
      Json::parse(running.post(running.video_path() + "/renders", render)->body)["id"];
  running.ended(rendering);
  running.put(running.video_path() + "/plan", plan);
  const auto body_of = [&](const std::string& path) {
    if (path.ends_with("export")) return Json({{"plan", plan}, {"format", "mlt"}}).dump();
    if (path.ends_with("steer")) return std::string(R"({"follow":["10,20,60,60@1"]})");
    if (path == kUploads) return running.get(running.video_path() + "/file")->body;
    return path.ends_with("analyses") ? "{}" : path.ends_with("renders") ? render.dump() : plan.dump();
  };
  const std::string tracking = running.analyzed({{"mode", "dynamic"}});
  for (const std::string& job : {analysis, tracking, rendering})
    ask_all(running, document, running.id_of(), job, body_of);
}

BOOST_AUTO_TEST_CASE(refusals_are_as_described) {
  RunningService running;
  const Json document = Json::parse(running.get("/openapi.json")->body);
  const std::string no_video(16, '0'), no_job(32, '0');
  ask_all(running, document, no_video, no_job, [](const std::string&) { return "{}"; });
  ask_all(running, document, running.id_of(), no_job, [](const std::string&) { return "nonsense"; });
}

BOOST_AUTO_TEST_CASE(parameters_are_those_described) {
  RunningService running;
  const Json document = Json::parse(running.get("/openapi.json")->body);
  const std::string job = running.analyzed();
  const Json plan = running.plan_of(job);
  running.put(running.video_path() + "/plan", plan);
  const std::string rendering = Json::parse(
      running.post(running.video_path() + "/renders", {{"plan", plan}, {"preset", "ultrafast"}})->body)["id"];
  running.ended(rendering);
  const std::map<std::string, std::string> examples{{"time", "1"},         {"width", "64"},
                                                    {"crop", "0,0,64,64"}, {"format", "webp"},
                                                    {"aspect", "1:1"},     {"candidate", "1"},
                                                    {"size", "64x64"},     {"pad", "auto"},
                                                    {"metric", "edges"},   {"video", running.id_of()},
                                                    {"output", "1"}};
  for (const auto& [path, operations] : document["paths"].items()) {
    std::string query;
    for (const Json& item : operations.value("get", Json::object()).value("parameters", Json::array())) {
      const Json& parameter = resolved(document, item);
      if (parameter["in"] != "query" || parameter.value("deprecated", false)) continue;
      const std::string name = parameter["name"];
      query += (query.empty() ? "?" : "&") + name + "=" + examples.at(name);
    }
    if (query.empty()) continue;
    const bool is_file = path.ends_with("/{job}/file");
    const std::string url = filled(path, running.id_of(), is_file ? rendering : job);
    BOOST_TEST(running.client().Get(url + query)->status == 200, url + query);
    BOOST_TEST(running.client().Get(url + query + "&unknown=1")->status == 400, url);
  }
}

BOOST_AUTO_TEST_SUITE_END()
