#pragma once

#include <optional>
#include <string>

namespace smartcrop {

/// Path of a model that scripts/fetch-models gets, by its file name, see find_face_model(); nullopt if it is
/// not installed.
std::optional<std::string> find_model(const std::string& file_name);

}  // namespace smartcrop
