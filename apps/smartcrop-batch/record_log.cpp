#include "smartcrop-batch/record_log.hpp"

#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstring>
#include <filesystem>

#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "smartcrop/core/base64.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/version.hpp"

extern "C" {
#include <libavutil/hash.h>
}

namespace smartcrop::app {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// SHA-256 by libavutil.
class Hash {
 public:
  Hash() {
    AVHashContext* context = nullptr;
    if (av_hash_alloc(&context, "SHA256") < 0) throw std::bad_alloc();
    context_.reset(context);
    av_hash_init(context);
  }
  void add(std::string_view bytes) {
    av_hash_update(context_.get(), reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  }
  std::string hex() {
    std::array<char, AV_HASH_MAX_SIZE * 2 + 1> text{};
    av_hash_final_hex(context_.get(), reinterpret_cast<std::uint8_t*>(text.data()), text.size());
    return text.data();
  }

 private:
  struct Free {
    void operator()(AVHashContext* context) const { av_hash_freep(&context); }
  };
  std::unique_ptr<AVHashContext, Free> context_;
};

std::string sha256_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(path + ": " + std::strerror(errno));
  Hash hash;
  std::string bytes(1 << 20, '\0');
  while (file.read(bytes.data(), std::ssize(bytes)) || file.gcount() > 0)
    hash.add(std::string_view(bytes).substr(0, static_cast<std::size_t>(file.gcount())));
  if (file.bad()) throw Error(path + ": cannot be read to its end");
  return hash.hex();
}

/// Fills in size and time; false if there is no such file.
bool look_at(const std::string& path, FileState& state) {
  struct stat seen {};
  if (stat(path.c_str(), &seen) != 0 || !S_ISREG(seen.st_mode)) return false;
  state.size = seen.st_size;
  state.modified_ns = seen.st_mtim.tv_sec * 1'000'000'000LL + seen.st_mtim.tv_nsec;
  return true;
}

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

}  // namespace

FileState state_of(const std::string& path) {
  FileState state;
  state.path = fs::absolute(path).lexically_normal().string();
  if (!look_at(path, state)) throw Error(path + ": no such file");
  state.sha256 = sha256_of_file(path);
  return state;
}

bool is_unchanged(const FileState& state) {
  FileState now;
  if (!look_at(state.path, now) || now.size != state.size) return false;
  return now.modified_ns == state.modified_ns || sha256_of_file(state.path) == state.sha256;
}

std::string key_of(const std::string& input_sha256, const std::vector<std::string>& arguments) {
  Hash hash;
  // Each text follows its length, so that different lists never give the same bytes.
  const auto add = [&](std::string_view text) {
    hash.add(std::to_string(text.size()) + ":" + std::string(text));
  };
  add(version());
  add(input_sha256);
  for (const std::string& argument : arguments) {
    add(argument);
    if (argument.starts_with("--plan=")) add(sha256_of_file(argument.substr(7)));
  }
  return hash.hex();
}

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
  for (const std::string& line : file_.lines()) {
    try {
      const Record record = record_of(Json::parse(line));
      last_[record.output] = record;
    } catch (const Json::exception&) {
      continue;
    }
  }
}

void RecordLog::read_started() {
  for (const std::string& line : started_file_->lines()) {
    try {
      const Json json = Json::parse(line);
      const std::string output = path_of(json.at("output")), key = json.at("key");
      const Record* const record = find(output);
      if (!record || !record->is_done || record->key != key) started_[output] = key;
    } catch (const Json::exception&) {
      continue;
    }
  }
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
