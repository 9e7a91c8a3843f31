#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "common/app.hpp"

namespace smartcrop::app {

/// Shows the progress of one stage on stderr, as --progress and --quiet say: a bar with percentage, rate and
/// time left, one JSON object per line, or nothing. Updates at most ten times per second; a bar is erased at
/// the end.
class ProgressDisplay {
 public:
  ProgressDisplay(const CommonOptions& common, std::string stage);
  ~ProgressDisplay();
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;

  /// Callback for a library call; valid while this object lives.
  ProgressCallback callback();

 private:
  void show(std::int64_t done, std::int64_t total);
  void draw_bar(std::int64_t done, std::int64_t total, double elapsed_s);
  void print_json(std::int64_t done, std::int64_t total, double elapsed_s);

  using Clock = std::chrono::steady_clock;
  std::string stage_;
  ProgressStyle style_;
  Clock::time_point begin_;
  Clock::time_point last_shown_;
  bool bar_is_drawn_ = false;
};

}  // namespace smartcrop::app
