#include "smartcrop/libav/error.hpp"

extern "C" {
#include <libavutil/error.h>
#include <libavutil/log.h>
#include <libavutil/mem.h>
}

#include <array>
#include <mutex>

#include "smartcrop/core/error.hpp"

namespace smartcrop::libav {

std::string error_text(int code) {
  std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
  av_strerror(code, text.data(), text.size());
  return text.data();
}

int check(int code, const std::string& what) {
  if (code == AVERROR_EXIT) throw Canceled();
  if (code < 0) throw Error(what + ": " + error_text(code));
  return code;
}

void set_up_ffmpeg() {
  // An index of 22 million frames (four days at 60 a second), or a picture of 16384x8192 in 16 bits, 4:2:0.
  constexpr std::size_t kLargestBlock = std::size_t{512} << 20;
  static std::once_flag once;
  std::call_once(once, [] {
    av_log_set_level(AV_LOG_QUIET);
    av_max_alloc(kLargestBlock);
  });
}

}  // namespace smartcrop::libav
