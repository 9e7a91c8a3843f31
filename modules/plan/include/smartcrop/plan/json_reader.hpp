#pragma once

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "smartcrop/core/time.hpp"

namespace smartcrop::internal {

/// Limits of values in documents, far beyond any real video, so that no arithmetic on them overflows.
inline constexpr std::int64_t kLargestSide = 1 << 20;  // px
inline constexpr double kLongestTime_s = 1e9;          // 30 years
inline constexpr std::int64_t kMostFrames = 1'000'000'000'000;

// Reads all documents, JSON text and CBOR. For modules of this library; not installed, because it includes
// nlohmann/json.hpp.

/// Parses JSON text. Throws Error `WHERE: not valid JSON at line L, column C: ...`; also if an object has the
/// same key twice.
nlohmann::json parse_json(std::string_view text, const std::string& where);

struct CborDocument {
  nlohmann::json value;   ///< as far as it could be parsed
  bool is_whole = false;  ///< false: truncated, damaged, nested too deep, or not CBOR
};
/// Parses CBOR. Lists and objects nested more than `deepest` levels are rejected, because the library's
/// parser is recursive.
CborDocument parse_cbor(std::string_view bytes, int deepest);

/// A problem with the value at a path such as `shots[0].start`; empty path = the whole document.
struct JsonProblem {
  std::string path;
  std::string text;
};

/// A value of a document, with its path for error messages: `WHERE: shots[0].start: must be ...`. Each
/// accessor checks type and range and throws Error if they are wrong. The JSON value must outlive the reader.
class JsonReader {
 public:
  JsonReader(const nlohmann::json& value, const std::string& where) : value_(&value), where_(&where) {}
  /// Adds problems to a list instead of throwing. The list must outlive the reader. Accessors then return
  /// some value in range; values inside a missing value are not reported again.
  JsonReader(const nlohmann::json& value, const std::string& where, std::vector<JsonProblem>& problems)
      : value_(&value), where_(&where), problems_(&problems) {}

  /// Throws unless this is an object whose keys are all in `known` or `more`.
  void expect_keys(std::initializer_list<std::string_view> known,
                   std::span<const std::string_view> more = {}) const;
  JsonReader at(const char* key) const;
  /// nullopt if the key is missing or its value is null.
  std::optional<JsonReader> find(const char* key) const;
  std::vector<JsonReader> items() const;
  std::vector<JsonReader> items(std::size_t count) const;  ///< exactly `count` of them
  std::vector<JsonReader> nonempty_items() const;          ///< at least one
  /// The values of an object by their keys.
  std::vector<std::pair<std::string, JsonReader>> members() const;

  bool is_null() const { return value_->is_null(); }
  std::string text() const;
  bool boolean() const;
  double number(double lowest, double highest) const;
  std::int64_t integer(std::int64_t lowest, std::int64_t highest) const;
  int whole(int lowest, int highest) const { return static_cast<int>(integer(lowest, highest)); }
  /// A text that parse_time() reads, or a number of seconds (rounded to the microsecond).
  Time time() const;
  /// A text that parse_time_point() reads: a time, or a frame such as `123f`.
  TimePoint time_point() const;
  /// A whole number of 64 bits, 0 or more.
  std::uint64_t bits() const;
  /// The bytes of a binary value (CBOR has them, JSON text does not).
  const std::vector<std::uint8_t>& bytes() const;
  /// `n/d`, `n` or a decimal, with a sign or without.
  Rational rational() const;

  /// Throws, or adds to the list of problems.
  void fail(const std::string& problem) const;

 private:
  /// A reader of a value inside this one.
  JsonReader inner(const nlohmann::json& value, std::string path) const;
  JsonReader missing(std::string path) const;
  bool expect(bool is_right, const char* wanted) const;
  std::string path_of(std::string_view key) const;

  const nlohmann::json* value_;
  const std::string* where_;
  std::string path_;
  std::vector<JsonProblem>* problems_ = nullptr;  ///< none = throw
  bool is_missing_ = false;                       ///< was reported before
};

/// The JSON number for a value; whole numbers have no fraction (`12`, not `12.0`).
nlohmann::ordered_json json_number(double value);

/// The same as text.
std::string number_text(double value);

/// The document as indented text that ends with a newline. Bytes that are not UTF-8 (file names may have
/// them) are replaced by U+FFFD.
std::string json_text(const nlohmann::ordered_json& document);

/// The text that JsonReader::rational() reads.
std::string rational_text(Rational value);

}  // namespace smartcrop::internal
