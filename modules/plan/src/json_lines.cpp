#include "json_lines.hpp"

#include <iterator>
#include <utility>

namespace smartcrop::internal {
namespace {

/// Characters of a text that count the lines as the parser takes them.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, std::size_t& line) : at_(at), line_(&line) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    if (*at_++ == '\n') ++*line_;
    return *this;
  }
  CountingIterator operator++(int) { return std::exchange(*this, ++CountingIterator(*this)); }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  std::size_t* line_;
};

/// Called by the parser for each token. It reads one character beyond a number, which may be the end of the
/// line, but the lines of keys and of opening brackets are exact.
class LineFinder : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit LineFinder(const std::size_t& line) : line_(&line) {}
  JsonLines take() { return std::move(found_); }

  bool null() override { return value(); }
  bool boolean(bool) override { return value(); }
  bool number_integer(number_integer_t) override { return value(); }
  bool number_unsigned(number_unsigned_t) override { return value(); }
  bool number_float(number_float_t, const string_t&) override { return value(); }
  bool string(string_t&) override { return value(); }
  bool binary(binary_t&) override { return value(); }
  bool start_object(std::size_t) override { return open(false); }
  bool start_array(std::size_t) override { return open(true); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    const std::string inside = levels_.size() > 1 ? levels_.back().path + "." : std::string();
    path_ = inside + name;
    if (!found_.lines.emplace(path_, *line_).second)
      found_.doubles.push_back({path_, "appears twice in one object"});
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
    return false;
  }

 private:
  struct Level {
    std::string path;
    bool is_list;
    std::size_t count;
  };

  bool value() {
    if (!levels_.empty() && levels_.back().is_list) {
      path_ = levels_.back().path + "[" + std::to_string(levels_.back().count++) + "]";
      found_.lines.emplace(path_, *line_);
    }
    return true;
  }
  bool open(bool is_list) {
    value();
    levels_.push_back({path_, is_list, 0});
    return true;
  }
  bool close() {
    levels_.pop_back();
    return true;
  }

  const std::size_t* line_;
  JsonLines found_;
  std::vector<Level> levels_;
  std::string path_;
};

}  // namespace

std::size_t JsonLines::line_of(std::string path) const {
  std::erase(path, '"');  // around keys that are not known
  while (!path.empty()) {
    if (const auto found = lines.find(path); found != lines.end()) return found->second;
    const std::size_t end = path.find_last_of(".[");
    path.resize(end == std::string::npos ? 0 : end);
  }
  return 1;
}

JsonLines find_lines(std::string_view text) {
  std::size_t line = 1;
  LineFinder finder(line);
  const CountingIterator begin(text.data(), line), end(text.data() + text.size(), line);
  nlohmann::json::sax_parse(begin, end, &finder);
  return finder.take();
}

}  // namespace smartcrop::internal
