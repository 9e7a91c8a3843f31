// Checks of options.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace smartcrop {

/// The texts of the conditions that are false, for the problems() of options.
std::vector<std::string> unmet(std::initializer_list<std::pair<bool, const char*>> conditions);

}  // namespace smartcrop
