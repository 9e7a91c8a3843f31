#pragma once

#include <string>
#include <string_view>

namespace smartcrop {

/// A number with so many digits behind the point, 0..17, whatever the locale.
std::string decimals(double value, int digits);

/// ASCII letters in lower case.
std::string lower_case(std::string_view text);

}  // namespace smartcrop
