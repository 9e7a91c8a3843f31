#include "html.hpp"

#include "smartcrop/core/base64.hpp"

namespace smartcrop::internal {

std::string html_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default: {
        const bool is_control = static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
        escaped += is_control || c == 0x7F ? std::string("\uFFFD") : std::string(1, c);
      }
    }
  }
  return escaped;
}

std::string data_uri(std::span<const std::uint8_t> bytes, std::string_view type) {
  return "data:" + std::string(type) + ";base64," + encode_base64(bytes);
}

}  // namespace smartcrop::internal
