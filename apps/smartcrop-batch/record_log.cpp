#include "smartcrop-batch/record_log.hpp"

#include <array>
#include <chrono>
#include <cmath>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "smartcrop/core/base64.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/version.hpp"

namespace smartcrop::app {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// Paths are bytes and JSON is UTF-8: other paths become `{"base64": ...}`.
Json path_json(const std::string& path) {
  try {
    static_cast<void>(Json(path).dump());
    return path;
  } catch (const Json::type_error&) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(path.data());
    return {{"base64", encode_base64({bytes, path.size()})}};
  }
}

std::string path_of(const Json& json) {
  if (json.is_string()) return json;
  const auto bytes = decode_base64(json.at("base64").get_ref<const std::string&>());
  return bytes ? std::string(bytes->begin(), bytes->end()) : std::string();
}

Json to_json(const FileState& state) {
  return {{"path", path_json(state.path)},
          {"size", state.size},
          {"modified_ns", state.modified_ns},
          {"sha256", state.sha256}};
}

FileState file_state(const Json& json) {
  return {path_of(json.at("path")), json.at("size"), json.at("modified_ns"), json.at("sha256")};
}

std::string now_text() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::array<char, 32> text{};
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text.data();
}

std::string line_of(const Record& record) {
  Json outputs = Json::array();
  for (const FileState& output : record.outputs) outputs.push_back(to_json(output));
  const Json json{{"status", record.is_done ? "done" : "failed"},
                  {"time", now_text()},
                  {"version", version()},
                  {"input", to_json(record.input)},
                  {"output", path_json(record.output)},
                  {"outputs", outputs},
                  {"key", record.key},
                  {"message", record.message},
                  {"exit_code", record.exit_code},
                  {"attempts", record.attempts},
                  {"seconds", std::round(record.seconds * 1000) / 1000}};
  // Messages may hold paths: bytes that are no UTF-8 are replaced.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Record record_of(const Json& json) {
  Record record;
  record.is_done = json.at("status") == "done";
  record.input = file_state(json.at("input"));
  record.output = path_of(json.at("output"));
  for (const Json& output : json.at("outputs")) record.outputs.push_back(file_state(output));
  record.key = json.at("key");
  return record;
}

/// Calls `read` with the object of each line. Lines that cannot be read are skipped.
template <typename Read>
void for_each_object(const LineFile& file, Read read) {
  for (const std::string& line : file.lines()) {
    try {
      read(Json::parse(line));
    } catch (const Json::exception&) {
      continue;
    }
  }
}

}  // namespace

RecordLog::RecordLog(const std::string& path) : file_(path) {
  if (!file_.lock())
    throw Error(path + ": another batch is writing this log; wait for it, or use another --log");
  started_file_.emplace(path + ".started");
  read_records();
  read_started();
}

RecordLog::~RecordLog() {
  std::error_code ignored;
  std::erase_if(started_, [&](const auto& note) { return !fs::exists(note.first, ignored); });
  if (started_.empty()) fs::remove(started_file_->path(), ignored);
}

void RecordLog::read_records() {
  for_each_object(file_, [&](const Json& json) {
    const Record record = record_of(json);
    last_[record.output] = record;
  });
}

void RecordLog::read_started() {
  for_each_object(*started_file_, [&](const Json& json) {
    const std::string output = path_of(json.at("output")), key = json.at("key");
    const Record* const record = find(output);
    if (!record || !record->is_done || record->key != key) started_[output] = key;
  });
}

const Record* RecordLog::find(const std::string& output) const {
  const auto found = last_.find(output);
  return found == last_.end() ? nullptr : &found->second;
}

void RecordLog::add(const Record& record) {
  file_.add(line_of(record));
  started_.erase(record.output);
}

void RecordLog::start(const Record& record) {
  started_file_->add(Json{{"output", path_json(record.output)}, {"key", record.key}}.dump());
}

bool RecordLog::was_started(const Record& record) const {
  const auto found = started_.find(record.output);
  return found != started_.end() && found->second == record.key;
}

}  // namespace smartcrop::app
