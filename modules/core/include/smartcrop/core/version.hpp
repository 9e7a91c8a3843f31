// The version of the project.
#pragma once

#include <string_view>

namespace smartcrop {

/// Version of the project, `MAJOR.MINOR.PATCH`.
std::string_view version();

}  // namespace smartcrop
