#include "common/progress_display.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

namespace smartcrop::app {
namespace {

constexpr std::chrono::milliseconds kRedrawEvery{100};
constexpr int kBarCells = 24;

ProgressStyle resolve(const CommonOptions& common) {
  if (common.progress != ProgressStyle::automatic) return common.progress;
  return !common.quiet && isatty(STDERR_FILENO) ? ProgressStyle::bar : ProgressStyle::none;
}

std::optional<double> time_left_s(std::int64_t done, std::int64_t total, double elapsed_s) {
  if (done <= 0 || total <= 0) return std::nullopt;
  return elapsed_s * static_cast<double>(std::max<std::int64_t>(0, total - done)) / static_cast<double>(done);
}

}  // namespace

ProgressDisplay::ProgressDisplay(const CommonOptions& common, std::string stage)
    : stage_(std::move(stage)), style_(resolve(common)), begin_(Clock::now()) {}

ProgressDisplay::~ProgressDisplay() {
  if (bar_is_drawn_) std::cerr << "\r\033[K" << std::flush;
}

ProgressCallback ProgressDisplay::callback() {
  if (style_ == ProgressStyle::none) return {};
  return [this](std::int64_t done, std::int64_t total) { show(done, total); };
}

void ProgressDisplay::show(std::int64_t done, std::int64_t total) {
  const Clock::time_point now = Clock::now();
  const bool is_last = total > 0 && done >= total;
  if (!is_last && last_shown_ != Clock::time_point() && now - last_shown_ < kRedrawEvery) return;
  last_shown_ = now;
  const double elapsed_s = std::chrono::duration<double>(now - begin_).count();
  if (style_ == ProgressStyle::bar) {
    draw_bar(done, total, elapsed_s);
  } else {
    print_json(done, total, elapsed_s);
  }
}

void ProgressDisplay::draw_bar(std::int64_t done, std::int64_t total, double elapsed_s) {
  std::string line = "\r" + stage_;
  const double rate = elapsed_s > 0 ? static_cast<double>(done) / elapsed_s : 0;
  char text[96];
  if (const auto left_s = time_left_s(done, total, elapsed_s)) {
    const double share = std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
    const int full = static_cast<int>(share * kBarCells);
    line += " [" + std::string(full, '#') + std::string(kBarCells - full, '-') + "]";
    const long seconds = std::lround(*left_s);
    std::snprintf(text, sizeof text, " %3d%%  %.0f frames/s  %ld:%02ld left", static_cast<int>(share * 100),
                  rate, seconds / 60, seconds % 60);
  } else {
    std::snprintf(text, sizeof text, " %lld frames  %.0f frames/s", static_cast<long long>(done), rate);
  }
  std::cerr << line << text << "\033[K" << std::flush;
  bar_is_drawn_ = true;
}

void ProgressDisplay::print_json(std::int64_t done, std::int64_t total, double elapsed_s) {
  nlohmann::ordered_json line{{"stage", stage_}, {"done", done}, {"total", total}, {"eta_s", nullptr}};
  if (const auto left_s = time_left_s(done, total, elapsed_s))
    line["eta_s"] = std::round(*left_s * 1000) / 1000;
  std::cerr << line.dump() << std::endl;
}

}  // namespace smartcrop::app
