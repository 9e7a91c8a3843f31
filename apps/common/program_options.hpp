#pragma once

#include <boost/program_options.hpp>
#include <opencv2/core/types.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "smartcrop/core/aspect_ratio.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/core/time.hpp"
#include "smartcrop/grid/analysis_grid.hpp"

namespace smartcrop::app {

namespace po = boost::program_options;

/// An option whose text is parsed into the bound field. An std::invalid_argument from `parse` becomes a usage
/// error.
template <class Field, class Parse>
po::typed_value<std::string>* parsed_value(Field& field, Parse parse) {
  return po::value<std::string>()->notifier(
      [&field, parse](const std::string& text) { field = parse(text); });
}

/// The same for a repeatable option. Its values replace what the field held.
template <class Field, class Parse>
po::typed_value<std::vector<std::string>>* parsed_values(std::vector<Field>& fields, Parse parse) {
  return po::value<std::vector<std::string>>()->notifier(
      [&fields, parse](const std::vector<std::string>& texts) {
        fields.clear();
        for (const std::string& text : texts) fields.push_back(parse(text));
      });
}

/// Parses `WxH`, both sides even and above 0. Throws std::invalid_argument naming the text.
cv::Size parse_size(const std::string& text);

/// The American spelling of a value that older versions took in British: `color` for `colour`. Any other text
/// comes back as it is.
std::string us_spelling(const std::string& text);

/// A parser of one of several words, see parse_choice(); it also takes the older British spelling.
template <class Value>
auto one_of(const std::string& name, const std::vector<std::pair<std::string_view, Value>>& values) {
  return [name, values](const std::string& text) { return parse_choice(name, us_spelling(text), values); };
}

/// The values of an option as they are written on a command line; `true` or `false` for a switch.
std::vector<std::string> value_texts(const boost::any& value);

/// An option's default as --help shows it: 0.75, not 0.75000000000000000.
template <class T>
po::typed_value<T>* value_with_default(T& field) {
  std::ostringstream text;
  text << field;
  return po::value<T>(&field)->default_value(field, text.str());
}

}  // namespace smartcrop::app
