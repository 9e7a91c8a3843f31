#include "smartcrop/plan/json_reader.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

#include "smartcrop/core/error.hpp"

namespace smartcrop::internal {
namespace {

using nlohmann::json;

constexpr double kExactWhole = 9007199254740992.0;  // 2^53
/// No document is nested so deep. Writing JSON is recursive.
constexpr int kDeepest = 64;

/// A value for an error message: short, on one line.
std::string shown(const json& value) {
  if (value.is_object()) return "an object";
  if (value.is_array()) return "a list";
  if (value.is_binary()) return "a block of bytes";
  std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  constexpr std::size_t kLongest = 40;
  if (text.size() > kLongest) text = text.substr(0, kLongest) + "...";
  return text;
}

/// The useful part of nlohmann's message: it starts after `parse error at `.
std::string readable(const json::parse_error& error) {
  const std::string message = error.what();
  constexpr std::string_view kIntroduction = "parse error at ";
  const auto start = message.find(kIntroduction);
  return start == std::string::npos ? message : message.substr(start + kIntroduction.size());
}

/// Builds a document of limited depth.
class ShallowParser : public nlohmann::detail::json_sax_dom_parser<json> {
  using Parser = nlohmann::detail::json_sax_dom_parser<json>;

 public:
  ShallowParser(json& document, int deepest) : Parser(document), deepest_(deepest) {}
  bool start_object(std::size_t size) { return ++depth_ <= deepest_ && Parser::start_object(size); }
  bool start_array(std::size_t size) { return ++depth_ <= deepest_ && Parser::start_array(size); }
  bool end_object() { return --depth_, Parser::end_object(); }
  bool end_array() { return --depth_, Parser::end_array(); }

 private:
  int deepest_;
  int depth_ = 0;
};

}  // namespace

json parse_json(std::string_view text, const std::string& where) {
  std::vector<std::set<std::string>> open_objects;
  const auto check = [&](int depth, json::parse_event_t event, json& parsed) {
    if (depth > kDeepest) throw Error(where + ": is nested too deep");
    if (event == json::parse_event_t::object_start) open_objects.emplace_back();
    if (event == json::parse_event_t::object_end) open_objects.pop_back();
    if (event == json::parse_event_t::key && !open_objects.back().insert(parsed.get<std::string>()).second) {
      throw Error(where + ": key " + shown(parsed) + " appears twice in one object");
    }
    return true;
  };
  try {
    return json::parse(text.begin(), text.end(), check);
  } catch (const json::parse_error& error) {
    throw Error(where + ": not valid JSON at " + readable(error));
  } catch (const json::out_of_range& error) {  // a number such as 1e999
    throw Error(where + ": not valid JSON: " + std::string(error.what()));
  }
}

CborDocument parse_cbor(std::string_view bytes, int deepest) {
  CborDocument document;
  ShallowParser parser(document.value, deepest);
  try {
    document.is_whole = json::sax_parse(bytes.begin(), bytes.end(), &parser, json::input_format_t::cbor);
  } catch (const json::exception&) {  // cut off, or bytes of something else
  }
  return document;
}

void JsonReader::fail(const std::string& problem) const {
  if (is_missing_) return;
  if (problems_ == nullptr)
    throw Error(*where_ + ": " + (path_.empty() ? std::string() : path_ + ": ") + problem);
  problems_->push_back({path_, problem});
}

JsonReader JsonReader::inner(const json& value, std::string path) const {
  JsonReader reader = *this;
  reader.value_ = &value;
  reader.path_ = std::move(path);
  return reader;
}

JsonReader JsonReader::missing(std::string path) const {
  static const json kNull;
  JsonReader reader = inner(kNull, std::move(path));
  reader.fail("is missing");
  reader.is_missing_ = true;
  return reader;
}

/// Fails with `must be WANTED, is ...` unless it is right; returns what it was given.
bool JsonReader::expect(bool is_right, const char* wanted) const {
  if (!is_right) fail(std::string("must be ") + wanted + ", is " + shown(*value_));
  return is_right;
}

std::string JsonReader::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

void JsonReader::expect_keys(std::initializer_list<std::string_view> known,
                             std::span<const std::string_view> more) const {
  if (!expect(value_->is_object(), "an object")) return;
  for (const auto& [key, value] : value_->items()) {
    const bool is_known =
        std::ranges::find(known, key) != known.end() || std::ranges::find(more, key) != more.end();
    if (!is_known) inner(value, path_of(shown(key))).fail("is not a known key");
  }
}

JsonReader JsonReader::at(const char* key) const {
  // With a list of problems, expect_keys() has told already that this is no object.
  if (!value_->is_object() && problems_ == nullptr) expect(false, "an object");
  const auto found = value_->find(key);
  if (found != value_->end()) return inner(*found, path_of(key));
  if (value_->is_object()) return missing(path_of(key));
  JsonReader reader = inner(*value_, path_of(key));
  reader.is_missing_ = true;
  return reader;
}

std::optional<JsonReader> JsonReader::find(const char* key) const {
  if (!value_->is_object()) {
    if (problems_ == nullptr) expect(false, "an object");
    return std::nullopt;
  }
  const auto found = value_->find(key);
  if (found == value_->end() || found->is_null()) return std::nullopt;
  return inner(*found, path_of(key));
}

std::vector<JsonReader> JsonReader::items() const {
  std::vector<JsonReader> items;
  if (!expect(value_->is_array(), "a list")) return items;
  items.reserve(value_->size());
  for (const json& item : *value_)
    items.push_back(inner(item, path_ + "[" + std::to_string(items.size()) + "]"));
  return items;
}

std::vector<JsonReader> JsonReader::items(std::size_t count) const {
  std::vector<JsonReader> items = this->items();
  if (items.size() != count)
    fail("must hold " + std::to_string(count) + " items, holds " + std::to_string(items.size()));
  return items;
}

std::vector<JsonReader> JsonReader::nonempty_items() const {
  std::vector<JsonReader> items = this->items();
  if (items.empty() && value_->is_array()) fail("must hold at least one item");
  return items;
}

std::vector<std::pair<std::string, JsonReader>> JsonReader::members() const {
  std::vector<std::pair<std::string, JsonReader>> members;
  if (!expect(value_->is_object(), "an object")) return members;
  for (const auto& [key, value] : value_->items())
    members.emplace_back(key, inner(value, path_of(shown(key))));
  return members;
}

std::string JsonReader::text() const {
  return expect(value_->is_string(), "text") ? value_->get<std::string>() : std::string();
}

bool JsonReader::boolean() const {
  return expect(value_->is_boolean(), "true or false") && value_->get<bool>();
}

double JsonReader::number(double lowest, double highest) const {
  if (!expect(value_->is_number(), "a number")) return lowest;
  const double number = value_->get<double>();
  if (number >= lowest && number <= highest) return number;
  fail("must be a number from " + number_text(lowest) + " to " + number_text(highest) + ", is " +
       shown(*value_));
  return lowest;
}

std::int64_t JsonReader::integer(std::int64_t lowest, std::int64_t highest) const {
  const auto refuse = [&] {
    fail("must be a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest) +
         ", is " + shown(*value_));
    return lowest;
  };
  std::int64_t whole = 0;
  if (value_->is_number_unsigned() && value_->get<std::uint64_t>() > INT64_MAX) return refuse();
  if (value_->is_number_integer()) {
    whole = value_->get<std::int64_t>();
  } else {  // 12.0 is a whole number, too
    const double number = value_->is_number() ? value_->get<double>() : NAN;
    if (!(std::trunc(number) == number && std::abs(number) <= kExactWhole)) return refuse();
    whole = static_cast<std::int64_t>(number);
  }
  return whole < lowest || whole > highest ? refuse() : whole;
}

Time JsonReader::time() const {
  constexpr const char* kWanted = "a time such as \"12.5\" or \"00:01:02.5\"";
  if (value_->is_number()) {
    return {Rational(std::llround(number(0, kLongestTime_s) * 1e6), 1'000'000)};
  }
  if (!expect(value_->is_string(), kWanted)) return {};
  try {
    const Time time = parse_time(text());
    if (time.value() <= kLongestTime_s) return time;
  } catch (const std::exception&) {  // not a time, or one that does not fit
  }
  expect(false, kWanted);
  return {};
}

TimePoint JsonReader::time_point() const {
  const std::string point = text();
  try {
    return parse_time_point(point);
  } catch (const std::exception&) {  // not a time, or one that does not fit
  }
  expect(false, "a time such as \"12.5\" or a frame such as \"123f\"");
  return Time{};
}

std::uint64_t JsonReader::bits() const {
  return expect(value_->is_number_unsigned(), "a whole number, 0 or more") ? value_->get<std::uint64_t>() : 0;
}

const std::vector<std::uint8_t>& JsonReader::bytes() const {
  static const std::vector<std::uint8_t> kNone;
  if (value_->is_binary()) return value_->get_binary();
  fail("must be a block of bytes");
  return kNone;
}

Rational JsonReader::rational() const {
  const std::string whole_text = text();
  const bool negative = whole_text.starts_with('-');
  try {
    const Rational magnitude = parse_time(std::string_view(whole_text).substr(negative ? 1 : 0)).seconds;
    return negative ? Rational() - magnitude : magnitude;
  } catch (const std::exception&) {  // not a fraction, or one that does not fit
  }
  expect(false, "a fraction such as \"30000/1001\"");
  return {};
}

std::string number_text(double value) {
  return json_number(value).dump();
}

nlohmann::ordered_json json_number(double value) {
  if (std::trunc(value) == value && std::abs(value) <= kExactWhole) return static_cast<std::int64_t>(value);
  return value;
}

std::string json_text(const nlohmann::ordered_json& document) {
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string rational_text(Rational value) {
  if (value < Rational()) return "-" + to_string(Time{Rational() - value});
  return to_string(Time{value});
}

}  // namespace smartcrop::internal
