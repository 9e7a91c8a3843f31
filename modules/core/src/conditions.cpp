#include "smartcrop/core/conditions.hpp"

namespace smartcrop {

std::vector<std::string> unmet(std::initializer_list<std::pair<bool, const char*>> conditions) {
  std::vector<std::string> texts;
  for (const auto& [is_met, text] : conditions)
    if (!is_met) texts.emplace_back(text);
  return texts;
}

}  // namespace smartcrop
