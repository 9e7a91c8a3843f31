#include "smartcrop/libav/base64.hpp"

#include <stdexcept>

extern "C" {
#include <libavutil/base64.h>
}

namespace smartcrop::libav {
namespace {

/// FFmpeg counts in int, with some room for its own terms.
constexpr std::size_t kMostBytes = std::size_t{1} << 30;

}  // namespace

std::string encode_base64(std::span<const std::uint8_t> bytes) {
  if (bytes.size() > kMostBytes) throw std::invalid_argument("base64: more than a gigabyte");
  if (bytes.empty()) return {};
  std::string text(static_cast<std::size_t>(AV_BASE64_SIZE(bytes.size())), 0);
  av_base64_encode(text.data(), static_cast<int>(text.size()), bytes.data(), static_cast<int>(bytes.size()));
  text.pop_back();  // the ending zero
  return text;
}

std::optional<std::vector<std::uint8_t>> decode_base64(const std::string& text, std::size_t size) {
  if (size > kMostBytes || text.size() != (size + 2) / 3 * 4) return std::nullopt;
  std::vector<std::uint8_t> bytes(size + 3);  // so that a text of one or two bytes more shows
  const int count = av_base64_decode(bytes.data(), text.c_str(), static_cast<int>(bytes.size()));
  if (count < 0 || static_cast<std::size_t>(count) != size) return std::nullopt;
  bytes.resize(size);
  return bytes;
}

}  // namespace smartcrop::libav
