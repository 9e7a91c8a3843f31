#include "common/part_options.hpp"

#include <algorithm>

#include "common/analysis_options.hpp"
#include "smartcrop/core/error.hpp"

namespace smartcrop::app {
OptionTexts part_options(const po::variables_map& given) {
  AnalyzeOptions unused;
  const po::options_description description = analysis_description(unused);
  OptionTexts texts;
  for (const auto& option : description.options()) {
    const std::string& name = option->long_name();
    if (name == "start" || name == "end" || given.count(name) == 0) continue;
    std::vector<std::string>& values = texts[name] = value_texts(given[name].value());
    std::ranges::transform(values, values.begin(), us_spelling);
  }
  return texts;
}

AnalyzeOptions read_part_options(const OptionTexts& texts, const std::string& where) {
  AnalyzeOptions options;
  try {
    const po::options_description description = analysis_description(options);
    po::parsed_options parsed(&description);
    for (const auto& [name, values] : texts) parsed.options.emplace_back(name, values);
    po::variables_map given;
    po::store(parsed, given);
    po::notify(given);
    complete_aspects(options, given);
  } catch (const UsageError& error) {
    throw Error(where + ": options: " + error.what());
  } catch (const std::logic_error& error) {  // of Boost and of our own parsers
    throw Error(where + ": options: " + error.what());
  }
  if (const auto problems = options.problems(); !problems.empty())
    throw Error(where + ": options: " + problems.front());
  if (options.mode != WindowMode::fixed) throw Error(where + ": options: mode must be static");
  return options;
}

std::string differing_option(const OptionTexts& a, const OptionTexts& b) {
  const auto lacks = [](const OptionTexts& texts, const auto& option) {
    const auto found = texts.find(option.first);
    return found == texts.end() || found->second != option.second;
  };
  for (const auto& option : a)
    if (lacks(b, option)) return option.first;
  for (const auto& option : b)
    if (lacks(a, option)) return option.first;
  return {};
}

}  // namespace smartcrop::app
