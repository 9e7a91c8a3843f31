// Bytes as base64 text and back (RFC 4648). Pure functions; malformed text gives nullopt.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace smartcrop {

/// Encodes bytes as base64 text (RFC 4648, section 4, with padding).
std::string encode_base64(std::span<const std::uint8_t> bytes);

/// Decodes padded base64 text. nullopt if the text is not valid: its length is not a multiple of 4, it has
/// another character (white space included), or padding that is not at the end.
std::optional<std::vector<std::uint8_t>> decode_base64(std::string_view text);

}  // namespace smartcrop
