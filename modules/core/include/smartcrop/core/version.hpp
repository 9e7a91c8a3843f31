#pragma once

#include <string_view>

namespace smartcrop::inline v0 {

/// Version of the project, `MAJOR.MINOR.PATCH`.
std::string_view version();

}  // namespace smartcrop
