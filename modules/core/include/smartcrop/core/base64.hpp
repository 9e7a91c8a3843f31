// Bytes as base64 text and back (RFC 4648). Pure functions; malformed text gives nullopt.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace smartcrop {

/// Bytes as base64 text (RFC 4648, section 4, with padding).
std::string encode_base64(std::span<const std::uint8_t> bytes);

/// The bytes that a padded base64 text says; nullopt where it is not one: a length that is no multiple of 4,
/// any other letter (white space included), or padding that is not at the end.
std::optional<std::vector<std::uint8_t>> decode_base64(std::string_view text);

}  // namespace smartcrop
