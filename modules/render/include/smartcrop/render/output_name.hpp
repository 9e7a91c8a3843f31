#pragma once

#include <string>

namespace smartcrop {

/// The default name of a crop of `input`: `NAME.smart_cropped.EXT` in `folder` (empty = beside the input).
/// EXT is `.mp4` if the input has no extension.
std::string default_output_path(const std::string& input, const std::string& folder = {});

/// `path` if no file has this name, else the first free name of `NAME-2.EXT`, `NAME-3.EXT` and so on. Throws
/// Error after a thousand.
std::string free_output_path(const std::string& path);

}  // namespace smartcrop
