#pragma once

#include <span>
#include <string_view>

namespace smartcrop::inline v0::detail {

/// A file of the page, or the API's description.
struct PageFile {
  std::string_view name;  ///< "app.js"
  std::string_view text;
};

std::span<const PageFile> page_files();

}  // namespace smartcrop::detail
