#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace smartcrop::libav {

/// Bytes as base64 text (RFC 4648, padded).
std::string encode_base64(std::span<const std::uint8_t> bytes);

/// The bytes of a base64 text that holds `size` of them; nullopt where it does not.
std::optional<std::vector<std::uint8_t>> decode_base64(const std::string& text, std::size_t size);

}  // namespace smartcrop::libav
