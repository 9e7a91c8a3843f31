#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "common/app.hpp"

namespace smartcrop::app {

/// Shows the progress of one stage on stderr: a bar with per cent, rate and time left, or a JSON object a
/// line, or nothing, as --progress and --quiet say. Bars redraw at most ten times a second and are wiped at
/// the end.
class ProgressDisplay {
 public:
  ProgressDisplay(const CommonOptions& common, std::string stage);
  ~ProgressDisplay();
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;

  /// To hand to a library call; valid as long as this object.
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
