#pragma once

#include <string>

namespace smartcrop {

/// The default output of a crop of `input`: `NAME.smart_cropped.EXT` in `folder`, empty = beside the input.
/// An input without extension gets `.mp4`.
std::string default_output_path(const std::string& input, const std::string& folder = {});

/// `path` if nothing has that name, else the first free one of `NAME-2.EXT`, `NAME-3.EXT` and so on. Throws
/// Error if a thousand are taken.
std::string free_output_path(const std::string& path);

}  // namespace smartcrop
