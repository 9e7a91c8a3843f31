#include "frame_rate.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

namespace smartcrop::internal {
namespace {

/// Of film, television and screens.
const std::array<Rational, 10> kStandardRates{
    Rational(24000, 1001), Rational(24), Rational(25),          Rational(30000, 1001), Rational(30),
    Rational(48),          Rational(50), Rational(60000, 1001), Rational(60),          Rational(120)};

// Average rates of headers are off by up to a frame in a short clip.
constexpr double kNearRate = 0.02;

/// Whether every frame is the only one of its number at a rate, without gaps.
bool holds(std::span<const Time> times, Rational rate) {
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (std::abs(times[i].value() * rate.value() - static_cast<double>(i)) >= 0.5) return false;
  }
  return true;
}

/// The standard rate at which frames of a rate can be shown without losing any: a multiple of it if there is
/// one, else the next one.
Rational rate_above(double rate) {
  std::optional<Rational> next;
  for (const Rational standard : kStandardRates) {
    const double times = standard.value() / rate;
    if (times < 1 - kNearRate) continue;
    if (std::abs(times - std::round(times)) < 1e-6) return standard;
    if (!next) next = standard;
  }
  return next.value_or(kStandardRates.back());
}

/// Of the median time between two frames: gaps do not count, and no frame is lost where most are dense.
double usual_rate(std::span<const Time> times, double average) {
  std::vector<double> steps;
  for (std::size_t i = 1; i < times.size(); ++i) steps.push_back((times[i] - times[i - 1]).value());
  if (steps.empty()) return average;
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::ranges::nth_element(steps, middle);
  return *middle > 0 ? 1 / *middle : average;
}

}  // namespace

TimelineRate choose_rate(std::span<const Time> frame_times, Rational average, RateKind kind) {
  if (frame_times.size() > 1) {
    average = {Rational(static_cast<std::int64_t>(frame_times.size()) - 1) /
               (frame_times.back() - frame_times.front()).seconds};
  }
  if (average <= Rational()) average = Rational(25);
  std::vector<Rational> near;
  for (const Rational rate : kStandardRates) {
    if (std::abs(rate.value() / average.value() - 1) < kNearRate) near.push_back(rate);
  }
  std::ranges::sort(near, {}, [&](Rational rate) { return std::abs(rate.value() - average.value()); });
  for (const Rational rate : near) {
    if (holds(frame_times, rate)) return {rate, true};
  }
  // A rate of its own, such as 10 or 12.5, in whole or half frames.
  const Rational own(std::llround(average.value() * 2), 2);
  const bool has_own = own > Rational() && holds(frame_times, own);
  if (kind == RateKind::any && has_own) return {own, true};
  return {rate_above(has_own ? own.value() : usual_rate(frame_times, average.value())), false};
}

std::int64_t nearest_frame(Time time, Rational rate) {
  return std::llround(time.value() * rate.value());
}

Time shown_time(std::span<const Time> frame_times, std::int64_t frame, Rational rate) {
  const auto next = std::ranges::partition_point(
      frame_times, [&](Time time) { return nearest_frame(time, rate) <= frame; });
  return next == frame_times.begin() ? *next : *std::prev(next);
}

}  // namespace smartcrop::internal
