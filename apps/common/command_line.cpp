#include "common/command_line.hpp"

#include <algorithm>
#include <numeric>
#include <string_view>

namespace smartcrop::app {
namespace {

/// The option that a word spells (`--name`, `--name=value` or `-n`), or nullptr.
const po::option_description* option_of(const std::string& word, const po::options_description& options) {
  if (word.size() < 2 || word[0] != '-') return nullptr;
  if (word[1] != '-') return options.find_nothrow(word, false);
  return options.find_nothrow(word.substr(2, word.find('=') - 2), false);
}

/// How many letters must be put in, left out or replaced (Levenshtein), or neighbors swapped.
std::size_t edits_between(const std::string& a, const std::string& b) {
  std::vector<std::size_t> before, last(b.size() + 1), now(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        now[j] = std::min(now[j], before[j - 2] + 1);
    }
    before = last;
    last = now;
  }
  return last.back();
}

}  // namespace

std::vector<std::string> options_first(const std::vector<std::string>& words,
                                       const po::options_description& options) {
  const auto dashes = std::find(words.begin(), words.end(), "--");
  if (dashes == words.end()) return words;
  std::vector<std::string> ordered(words.begin(), dashes), names;
  for (auto word = dashes + 1; word != words.end(); ++word) {
    const po::option_description* const option = names.empty() ? nullptr : option_of(*word, options);
    if (!option) {
      names.push_back(*word);
      continue;
    }
    ordered.push_back(*word);
    const bool value_follows = option->semantic()->min_tokens() > 0 && word->find('=') == std::string::npos;
    if (value_follows && word + 1 != words.end()) ordered.push_back(*++word);
  }
  ordered.emplace_back("--");
  ordered.insert(ordered.end(), names.begin(), names.end());
  return ordered;
}

std::vector<std::string> with_current_options(std::vector<std::string> words) {
  constexpr std::string_view kOld = "--faces";
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    const bool has_value = words[i].starts_with(std::string(kOld) + "=");
    if (!has_value && (words[i] != kOld || i + 1 == words.size())) continue;
    const std::string rate = has_value ? words[i].substr(kOld.size() + 1) : words[i + 1];
    std::vector<std::string> current{"--subjects", "off"};
    if (rate != "0") current = {"--subjects", "faces", "--detections", rate};
    const auto at = words.begin() + static_cast<std::ptrdiff_t>(i);
    words.insert(words.erase(at, at + (has_value ? 1 : 2)), current.begin(), current.end());
  }
  return words;
}

std::string nearest_option(const std::string& name, const po::options_description& options) {
  std::vector<std::string> longer, near;
  std::size_t fewest = std::max<std::size_t>(2, name.size() / 3) + 1;
  for (const auto& option : options.options()) {
    const std::string& known = option->long_name();
    if (!name.empty() && known.starts_with(name)) longer.push_back(known);
    const std::size_t edits = edits_between(name, known);
    if (edits < fewest && edits < known.size()) {
      fewest = edits;
      near = {known};
    }
  }
  if (longer.size() == 1) return longer.front();
  return near.empty() ? "" : near.front();
}

std::string as_argument(const std::string& path) {
  return path.starts_with('-') ? "./" + path : path;
}

}  // namespace smartcrop::app
