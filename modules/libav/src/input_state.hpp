#pragma once

#include <unistd.h>

#include <chrono>
#include <string>

#include "smartcrop/core/progress.hpp"
#include "smartcrop/libav/handles.hpp"

namespace smartcrop::libav {

/// Counts how long an input has delivered nothing, from the looks that FFmpeg takes while it waits: time
/// between them counts up to a limit, so that neither our own work between two reads nor a stopped process
/// is taken for waiting.
class Patience {
 public:
  explicit Patience(double timeout_s) : timeout_(timeout_s) {}

  /// A new wait begins.
  void renew() { waited_ = std::chrono::duration<double>(0); }
  /// To be asked while waiting. `bytes`: delivered so far.
  bool is_over(std::int64_t bytes);
  double timeout_s() const { return timeout_.count(); }

 private:
  using Clock = std::chrono::steady_clock;
  std::chrono::duration<double> timeout_;  ///< 0 = for ever
  std::chrono::duration<double> waited_{0};
  Clock::time_point last_look_ = Clock::now();
  std::int64_t bytes_ = 0;
};

/// What open_input() hangs on AVFormatContext::interrupt_callback.opaque.
struct InputState {
  std::string path;
  CancellationToken cancellation;
  Patience patience;
  bool has_timed_out = false;
  const AVFormatContext* context = nullptr;  ///< while it is open: its byte count may be looked at
  int pipe = -1;  ///< descriptor of a named pipe, which FFmpeg does not close itself

  InputState(const std::string& name, CancellationToken token, double timeout_s)
      : path(name), cancellation(std::move(token)), patience(timeout_s) {}
  ~InputState() {
    if (pipe >= 0) close(pipe);
  }
  InputState(const InputState&) = delete;
  InputState& operator=(const InputState&) = delete;

  bool is_interrupted();
  /// Throws TimedOut or Canceled where reading was interrupted.
  void throw_if_interrupted() const;
};

}  // namespace smartcrop::libav
