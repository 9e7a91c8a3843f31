#include "smartcrop/libav/hash.hpp"

extern "C" {
#include <libavutil/intreadwrite.h>
#include <libavutil/mem.h>
}

#include <array>
#include <cinttypes>
#include <cstdio>
#include <new>

namespace smartcrop::libav {

void FreeHash::operator()(AVMurMur3* state) const {
  av_free(state);
}

Hash64::Hash64() : state_(av_murmur3_alloc()) {
  if (!state_) throw std::bad_alloc();
  av_murmur3_init_seeded(state_.get(), 0);
}

void Hash64::add(std::span<const std::uint8_t> bytes) {
  av_murmur3_update(state_.get(), bytes.data(), bytes.size());
}

std::uint64_t Hash64::value() {
  std::array<std::uint8_t, 16> digest{};
  av_murmur3_final(state_.get(), digest.data());
  return AV_RL64(digest.data());
}

std::string hash_text(std::string_view text) {
  Hash64 hash;
  hash.add({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  std::array<char, 17> digits{};
  std::snprintf(digits.data(), digits.size(), "%016" PRIx64, hash.value());
  return digits.data();
}

}  // namespace smartcrop::libav
