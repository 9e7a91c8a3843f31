#pragma once

#include <unistd.h>

#include "smartcrop/core/progress.hpp"

namespace smartcrop::libav {

/// What open_input() hangs on AVFormatContext::interrupt_callback.opaque.
struct InputState {
  CancellationToken cancellation;
  int pipe = -1;  ///< descriptor of a named pipe, which FFmpeg does not close itself

  explicit InputState(CancellationToken token) : cancellation(std::move(token)) {}
  ~InputState() {
    if (pipe >= 0) close(pipe);
  }
  InputState(const InputState&) = delete;
  InputState& operator=(const InputState&) = delete;
};

}  // namespace smartcrop::libav
