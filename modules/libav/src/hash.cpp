#include "smartcrop/libav/hash.hpp"

extern "C" {
#include <libavutil/intreadwrite.h>
#include <libavutil/mem.h>
}

#include <array>
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

}  // namespace smartcrop::libav
