#pragma once

#include <string>

namespace smartcrop {

/// Where a crop of `input` goes unless a user says otherwise: `NAME.smart_cropped.EXT` in `folder`, empty =
/// beside the input. A name without an ending gets `.mp4`.
std::string default_output_path(const std::string& input, const std::string& folder = {});

/// The path itself where nothing has that name, else the first of `NAME-2.EXT`, `NAME-3.EXT` and so on that
/// nothing has. Throws Error where a thousand are taken.
std::string free_output_path(const std::string& path);

}  // namespace smartcrop
