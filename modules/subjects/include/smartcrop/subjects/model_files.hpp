#pragma once

#include <optional>
#include <string>

namespace smartcrop {

/// A model that scripts/fetch-models gets, by its file name, see find_face_model(); nullopt where it is not
/// there.
std::optional<std::string> find_model(const std::string& file_name);

}  // namespace smartcrop
