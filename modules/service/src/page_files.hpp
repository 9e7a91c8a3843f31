#pragma once

#include <span>
#include <string_view>

namespace smartcrop::internal {

/// A file of the page, or the API's description.
struct PageFile {
  std::string_view name;  ///< "app.js"
  std::string_view text;
};

std::span<const PageFile> page_files();

}  // namespace smartcrop::internal
