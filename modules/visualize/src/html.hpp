#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace smartcrop::internal {

/// Text as it may stand in HTML and SVG, in elements and in quoted attributes. Control characters become
/// U+FFFD; bytes that are not UTF-8 stay, browsers show them as that.
std::string html_escaped(std::string_view text);

/// `data:TYPE;base64,...`
std::string data_uri(std::span<const std::uint8_t> bytes, std::string_view type);

}  // namespace smartcrop::internal
