#include "common/program_options.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "smartcrop/core/text.hpp"

namespace smartcrop::app {
namespace {

/// Old spelling, spelling today.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kOldSpellings{
    {{"colour", "color"}, {"without-colour", "without-color"}}};

template <class Number>
std::string number_text(Number number) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, number).ptr};
}

}  // namespace

std::string us_spelling(const std::string& text) {
  const auto* const found = std::find_if(kOldSpellings.begin(), kOldSpellings.end(),
                                         [&](const auto& spelling) { return spelling.first == text; });
  return found == kOldSpellings.end() ? text : std::string(found->second);
}

std::vector<std::string> value_texts(const boost::any& value) {
  if (const auto* text = boost::any_cast<std::string>(&value)) return {*text};
  if (const auto* texts = boost::any_cast<std::vector<std::string>>(&value)) return *texts;
  if (const auto* flag = boost::any_cast<bool>(&value)) return {*flag ? "true" : "false"};
  if (const auto* whole = boost::any_cast<int>(&value)) return {number_text(*whole)};
  if (const auto* wholes = boost::any_cast<std::vector<int>>(&value)) {
    std::vector<std::string> texts;
    for (const int number : *wholes) texts.push_back(number_text(number));
    return texts;
  }
  return {number_text(boost::any_cast<double>(value))};
}

cv::Size parse_size(const std::string& text) {
  constexpr int kLargest = 16384;  // the largest side that H.264's levels and most encoders know
  const auto fits = [](int side) { return side > 0 && side <= kLargest && side % 2 == 0; };
  const auto size = parse_size_text(text);
  if (size && fits(size->width) && fits(size->height)) return *size;
  throw std::invalid_argument("size '" + text + "' is not WxH with even sides from 2 to " +
                              std::to_string(kLargest) + ", for example 1080x1920");
}

}  // namespace smartcrop::app
