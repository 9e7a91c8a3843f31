#include "common/command_line.hpp"

#include <algorithm>
#include <string_view>

namespace smartcrop::app {
namespace {

/// The option that a word spells (`--name`, `--name=value` or `-n`), or nullptr.
const po::option_description* option_of(const std::string& word, const po::options_description& options) {
  if (word.size() < 2 || word[0] != '-') return nullptr;
  if (word[1] != '-') return options.find_nothrow(word, false);
  return options.find_nothrow(word.substr(2, word.find('=') - 2), false);
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

std::string as_argument(const std::string& path) {
  return path.starts_with('-') ? "./" + path : path;
}

}  // namespace smartcrop::app
