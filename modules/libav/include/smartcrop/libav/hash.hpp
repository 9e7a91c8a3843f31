// A fixed 64-bit hash of bytes that may be written into files.
#pragma once

extern "C" {
#include <libavutil/murmur3.h>
}

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace smartcrop::libav {

struct FreeHash {
  void operator()(AVMurMur3* state) const;
};

/// A 64-bit hash (the first half of 128-bit MurmurHash3, seed 0) of all bytes added. The same on every
/// machine and in every version, so it may be written into files. Not cryptographic.
class Hash64 {
 public:
  Hash64();

  void add(std::span<const std::uint8_t> bytes);
  /// The hash of all bytes added. Call it once, at the end.
  std::uint64_t value();

 private:
  std::unique_ptr<AVMurMur3, FreeHash> state_;
};

/// Hash64 of a text as 16 hexadecimal digits.
std::string hash_text(std::string_view text);

}  // namespace smartcrop::libav
