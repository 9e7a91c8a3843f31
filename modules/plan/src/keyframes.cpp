#include "smartcrop/plan/keyframes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "smartcrop/core/conditions.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/plan/line_path.hpp"

namespace smartcrop {
namespace {

using Numbers = std::array<double, 4>;

Numbers numbers(const CropWindow& w) {
  return {w.x, w.y, w.w, w.h};
}

CropWindow window(const Numbers& n) {
  return {n[0], n[1], n[2], n[3]};
}

/// A keyframe with its time in seconds, as interpolation needs it.
struct Knot {
  double time_s;
  Numbers place, velocity;
};

/// p + e (q - p), plus t (1 - t) ((1 - t) (u - d) - t (v - d)) span for a cubic, with d = (q - p) / span.
Numbers between(const Knot& a, const Knot& b, Easing easing, double time_s) {
  const double span = b.time_s - a.time_s;
  const double t = std::clamp((time_s - a.time_s) / span, 0.0, 1.0);
  const double eased = easing == Easing::smoothstep ? t * t * (3 - 2 * t) : t;
  Numbers result;
  for (std::size_t c = 0; c < result.size(); ++c) {
    const double way = b.place[c] - a.place[c];
    result[c] = a.place[c] + eased * way;
    if (easing != Easing::cubic) continue;
    const double u = span * a.velocity[c] - way, v = span * b.velocity[c] - way;
    result[c] += t * (1 - t) * ((1 - t) * u - t * v);
  }
  return result;
}

/// The path with precomputed knots.
class Path {
 public:
  Path(std::span<const CropWindow> windows, std::span<const Time> times, double tolerance)
      : tolerance_(tolerance) {
    for (std::size_t i = 0; i < windows.size(); ++i) {
      const std::size_t before = i > 0 ? i - 1 : 0, after = std::min(i + 1, windows.size() - 1);
      const Numbers a = numbers(windows[before]), b = numbers(windows[after]);
      Knot knot{times[i].value(), numbers(windows[i]), {}};
      const double span = (times[after] - times[before]).value();
      for (std::size_t c = 0; c < a.size() && span > 0; ++c) knot.velocity[c] = (b[c] - a[c]) / span;
      knots_.push_back(knot);
    }
  }

  const Knot& operator[](std::size_t i) const { return knots_[i]; }

  /// The farthest frame that a straight line reaches. The slopes that keep all frames so far within tolerance
  /// form an interval per coordinate; a frame can end the line if its own slope lies in all of them. One
  /// pass.
  std::size_t line_reach(std::size_t from, std::size_t last) const {
    Numbers low, high;
    low.fill(-std::numeric_limits<double>::infinity());
    high.fill(std::numeric_limits<double>::infinity());
    std::size_t reach = from + 1;
    for (std::size_t to = from + 1; to <= last; ++to) {
      const double span = knots_[to].time_s - knots_[from].time_s;
      bool ends = true, open = true;
      for (std::size_t c = 0; c < low.size(); ++c) {
        const double way = knots_[to].place[c] - knots_[from].place[c];
        ends = ends && way / span >= low[c] && way / span <= high[c];
        low[c] = std::max(low[c], (way - tolerance_) / span);
        high[c] = std::min(high[c], (way + tolerance_) / span);
        open = open && low[c] <= high[c];
      }
      if (ends) reach = to;
      if (!open) break;
    }
    return reach;
  }

  /// The farthest frame that a cubic reaches: grows by a quarter while it fits, then by halving steps.
  std::size_t cubic_reach(std::size_t from, std::size_t last) const {
    std::size_t good = from + 1, step = 2;
    while (good + step <= last && cubic_fits(from, good + step)) {
      good += step;
      step = std::max<std::size_t>(2, (good - from) / 4);
    }
    for (; step > 0; step /= 2) {
      if (good + step <= last && cubic_fits(from, good + step)) good += step;
    }
    return good;
  }

 private:
  bool cubic_fits(std::size_t from, std::size_t to) const {
    for (std::size_t i = from + 1; i < to; ++i) {
      const Numbers have = between(knots_[from], knots_[to], Easing::cubic, knots_[i].time_s);
      for (std::size_t c = 0; c < have.size(); ++c) {
        if (std::abs(knots_[i].place[c] - have[c]) > tolerance_) return false;
      }
    }
    return true;
  }

  std::vector<Knot> knots_;
  double tolerance_;
};

bool rests(std::span<const CropWindow> windows, double tolerance) {
  const Numbers first = numbers(windows.front());
  return std::all_of(windows.begin(), windows.end(), [&](const CropWindow& window) {
    const Numbers here = numbers(window);
    return std::equal(here.begin(), here.end(), first.begin(),
                      [&](double a, double b) { return std::abs(a - b) <= tolerance; });
  });
}

Knot knot_of(const Keyframe& keyframe) {
  return {keyframe.time.value(), numbers(keyframe.window), numbers(keyframe.velocity)};
}

}  // namespace

std::vector<std::string> KeyframeOptions::problems() const {
  return unmet({
      {max_error_px > 0, "max_error_px must be above 0"},
      {longest >= 1, "longest must be at least 1"},
  });
}

std::vector<Keyframe> simplify_path(std::span<const CropWindow> windows, std::span<const Time> times,
                                    const KeyframeOptions& options) {
  throw_if_any("keyframe options", options.problems());
  if (windows.empty() || windows.size() != times.size()) {
    throw std::invalid_argument("simplify_path: needs at least one window, and a time for each");
  }
  if (rests(windows, options.max_error_px)) return {Keyframe{times.front(), windows.front()}};
  const Path path(windows, times, options.max_error_px);
  const std::size_t last = windows.size() - 1;
  std::vector<Keyframe> keyframes;
  for (std::size_t from = 0; from < last;) {
    const std::size_t farthest = std::min(last, from + static_cast<std::size_t>(options.longest));
    const std::size_t line = path.line_reach(from, farthest);
    const std::size_t curve = line < farthest ? path.cubic_reach(from, farthest) : from;
    Keyframe keyframe{times[from], windows[from], curve > line ? Easing::cubic : Easing::linear};
    // A cubic's end needs its velocity too, whatever follows.
    if (curve > line || (!keyframes.empty() && keyframes.back().easing == Easing::cubic)) {
      keyframe.velocity = window(path[from].velocity);
    }
    keyframes.push_back(keyframe);
    from = std::max(line, curve);
  }
  Keyframe end{times[last], windows[last]};
  if (keyframes.back().easing == Easing::cubic) end.velocity = window(path[last].velocity);
  keyframes.push_back(end);
  return keyframes;
}

std::vector<std::size_t> line_path(std::span<const CropWindow> windows, std::span<const Time> times,
                                   double max_error) {
  if (windows.empty() || windows.size() != times.size())
    throw std::invalid_argument("line_path: needs at least one window, and a time for each");
  std::vector<std::size_t> kept{0};
  if (rests(windows, max_error)) return kept;
  const Path path(windows, times, max_error);
  while (kept.back() + 1 < windows.size()) kept.push_back(path.line_reach(kept.back(), windows.size() - 1));
  return kept;
}

CropWindow evaluate_keyframes(std::span<const Keyframe> keyframes, Time time) {
  if (keyframes.empty()) throw std::invalid_argument("evaluate_keyframes: there are no keyframes");
  const auto next = std::upper_bound(keyframes.begin(), keyframes.end(), time,
                                     [](Time t, const Keyframe& keyframe) { return t < keyframe.time; });
  if (next == keyframes.begin()) return next->window;
  const Keyframe& from = *std::prev(next);
  if (next == keyframes.end() || next->cut || (from.window == next->window && from.easing != Easing::cubic))
    return from.window;
  return window(between(knot_of(from), knot_of(*next), from.easing, time.value()));
}

}  // namespace smartcrop
