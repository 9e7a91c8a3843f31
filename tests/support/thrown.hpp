#pragma once

#include <string>

namespace smartcrop::test {

/// What the call's exception of type E says, or "(nothing thrown)". Other exceptions pass through.
template <class E, class Call>
std::string thrown(Call&& call) {
  try {
    call();
  } catch (const E& error) {
    return error.what();
  }
  return "(nothing thrown)";
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// The text as error messages show it.
inline std::string quoted(const std::string& text) {
  std::string result = "'";
  result += text;
  result += '\'';
  return result;
}

}  // namespace smartcrop::test
