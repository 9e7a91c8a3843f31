#include <algorithm>
#include <array>
#include <cmath>

#include "picture_change.hpp"
#include "transitions.hpp"
#include "wipe.hpp"

namespace smartcrop::internal {
namespace {

/// Frames kept: 2 s at 120 fps.
constexpr std::size_t kKept = 256;
/// Frames on either side with which a cut is compared (AdaptiveDetector's window_width).
constexpr int kSide = 2;
/// Lengths of dissolves and wipes that are tried, s. Neighboring lengths find each other's, so steps of a
/// third are enough.
constexpr std::array kLengths{0.08, 0.16, 0.24, 0.36, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8};
/// Longest dissolve, s. In longer windows pans look like dissolves.
constexpr double kLongestDissolve = 2;
/// Pictures with this correlation are the same picture in other light.
constexpr double kSamePicture = 0.7;
/// picture_change() of a dissolve's ends.
constexpr double kDissolveChange = 0.5;
/// The same of a wipe's: between .56, which motion reaches in a shot, and .65, the least of a cut.
constexpr double kWipeChange = 0.6;
/// Largest picture_change() between an end of a wipe and half its length further out. Something that passes
/// the camera goes on there.
constexpr double kOutsideWipe = 0.6;
/// kSamePicture for neighboring frames, between which little moves: light is switched on or off.
constexpr double kSameLitDifferently = 0.9;
/// Mean deviation, codes, below which there is no picture to dissolve from or to.
constexpr double kLeastContrast = 4;
/// The ends of a dissolve differ by at least this part of the stronger one's contrast.
constexpr double kLeastDifference = 0.5;
/// In a flash, less than this share of the change is left against a frame a little further away. Measured:
/// .93 and more in 95 % of cuts, below .75 in 85 to 95 % of flashes over moving pictures (1 to 3 frames).
constexpr double kAlike = 0.75;
/// The same if the light jumped by more than kFlashJump codes and came back to within kFlashReturn of the
/// jump.
constexpr double kAlikeAfterFlash = 0.95;
constexpr double kFlashJump = 20;
constexpr double kFlashReturn = 0.25;
/// Largest share of the other end in a frame half a dissolve's length before its beginning or after its end.
/// A camera move goes on there, a dissolve is over.
constexpr double kOutside = 0.15;
/// A fade, seen from its flat end, grows by at least this factor in three steps of 2 frames and falls back in
/// none.
constexpr int kFadeStep = 2;
constexpr double kHardlyLess = 0.97;
constexpr double kFadeGrowth = 1.3;

/// The largest change in [from, to); nullopt if there is no frame.
std::optional<double> side(const FrameWindow& window, std::int64_t from, std::int64_t to) {
  std::optional<double> largest;
  // The first frame of the video has no change.
  for (std::int64_t i = std::max<std::int64_t>({from, window.begin(), 1}); i < std::min(to, window.end());
       ++i) {
    largest = std::max(largest.value_or(0), window[i].change);
  }
  return largest;
}

double surroundings(const FrameWindow& window, std::int64_t position) {
  const auto before = side(window, position - kSide, position);
  const auto after = side(window, position + 1, position + 1 + kSide);
  if (before && after) return (*before + *after) / 2;
  return before.value_or(after.value_or(0));
}

/// Whether the picture before comes back soon, or the one at `position` was seen just before.
bool is_flash(const FrameWindow& window, std::int64_t position, const ShotOptions& options) {
  const double change = window[position].change;
  const double jump = std::abs(window[position].mean - window[position - 1].mean);
  // Across a cut the change stays; within a shot even fast motion leaves some of the picture, or at least its
  // light.
  const auto alike = [&](std::int64_t a, std::int64_t b) {
    const double left = picture_change(window[a].features, window[b].features);
    const bool light_is_back =
        jump > kFlashJump && std::abs(window[a].mean - window[b].mean) < kFlashReturn * jump;
    return left < (light_is_back ? kAlikeAfterFlash : kAlike) * change;
  };
  for (std::int64_t back = position + 1; back < std::min(window.end(), position + kLookAhead); ++back) {
    if (window.seconds_between(position, back) > options.max_flash_s) break;
    if (alike(position - 1, back)) return true;
  }
  for (std::int64_t last = position - 2; last >= std::max(window.begin(), position - kLookAhead); --last) {
    if (window.seconds_between(last + 1, position) > options.max_flash_s) break;
    if (alike(last, position)) return true;
  }
  return false;
}

/// Contrast grows, never falling back, over the frames from `position` on, in direction `step`.
bool grows(const FrameWindow& window, std::int64_t position, int step) {
  const std::int64_t last = position + 3 * step;
  if (std::min(position, last) < window.begin() || std::max(position, last) >= window.end()) return false;
  for (std::int64_t i = position; i != last; i += step) {
    if (window[i + step].contrast < kHardlyLess * window[i].contrast) return false;
  }
  return window[last].contrast > kFadeGrowth * window[position].contrast;
}

/// The first step of a fade from a flat frame, or the last step of one to it.
bool is_step_of_fade(const FrameWindow& window, std::int64_t position) {
  const WindowFrame& before = window[position - 1];
  const WindowFrame& after = window[position];
  if (before.flat && after.flat) return std::abs(before.mean - after.mean) < kFlashJump;
  return (before.flat && grows(window, position, kFadeStep)) ||
         (after.flat && grows(window, position - 1, -kFadeStep));
}

/// Two pictures, and none that is flat between them.
bool have_two_pictures(const FrameWindow& window, std::int64_t first, std::int64_t last) {
  const WindowFrame& a = window[first];
  const WindowFrame& b = window[last];
  if (std::min(a.contrast, b.contrast) < kLeastContrast) return false;
  const double apart = difference(a.features, b.features);
  if (apart < kLeastDifference * std::max(a.contrast, b.contrast)) return false;
  for (std::int64_t i = first; i <= last; ++i) {
    if (window[i].flat) return false;
  }
  return true;
}

Transition transition_at(const FrameWindow& window, std::int64_t first, std::int64_t middle,
                         std::int64_t last, double residual) {
  return {.first = first,
          .last = last,
          .middle = middle,
          .middle_frame = window[middle].features.index,
          .first_time = window[first].features.time,
          .middle_time = window[middle].features.time,
          .last_time = window[last].features.time,
          .residual = residual};
}

/// The frames half a transition's length before its beginning and after its end.
std::pair<const ShotFeatures&, const ShotFeatures&> outside(const FrameWindow& window, std::int64_t first,
                                                            std::int64_t last) {
  const std::int64_t half = std::min<std::int64_t>(kLookAhead, std::max<std::int64_t>(1, (last - first) / 2));
  return {window[std::max(window.begin(), first - half)].features,
          window[std::min(window.end() - 1, last + half)].features};
}

/// A dissolve's inner frames are mixes of its ends with shares that grow as time does.
std::optional<Transition> dissolve_between(const FrameWindow& window, std::int64_t first, std::int64_t last,
                                           const ShotOptions& options) {
  const WindowFrame& a = window[first];
  const WindowFrame& b = window[last];
  double previous = 0, residual = 0;
  for (int quarter = 1; quarter <= 3; ++quarter) {
    const std::int64_t inner = first + (last - first) * quarter / 4;
    if (inner == first) continue;
    const double expected = static_cast<double>(inner - first) / static_cast<double>(last - first);
    const Mix found = mix(a.features, window[inner].features, b.features);
    if (found.residual > options.max_dissolve_residual || std::abs(found.share - expected) > 0.2 ||
        found.share < previous) {
      return std::nullopt;
    }
    previous = found.share;
    residual = std::max(residual, found.residual);
  }
  const auto [before, behind] = outside(window, first, last);
  if (std::abs(mix(a.features, before, b.features).share) > kOutside ||
      std::abs(mix(a.features, behind, b.features).share - 1) > kOutside) {
    return std::nullopt;
  }
  if (correlation(a.features, b.features) > kSamePicture) return std::nullopt;
  if (picture_change(a.features, b.features) < kDissolveChange) return std::nullopt;
  return transition_at(window, first, (first + last + 1) / 2, last, residual);
}

std::optional<Transition> wipe_between(const FrameWindow& window, std::int64_t first, std::int64_t last,
                                       const ShotOptions& options) {
  constexpr int kSteps = kWipeFrames - 1;
  const std::int64_t length = last - first;
  if (length < kSteps) return std::nullopt;
  WipeFrames frames;
  for (int i = 0; i < kWipeFrames; ++i)
    frames[static_cast<std::size_t>(i)] = &window[first + length * i / kSteps].features;
  const auto wipe = wipe_of(frames, options.max_wipe_residual);
  if (!wipe) return std::nullopt;
  if (correlation(*frames.front(), *frames.back()) > kSamePicture) return std::nullopt;
  if (picture_change(*frames.front(), *frames.back()) < kWipeChange) return std::nullopt;
  const auto [before, behind] = outside(window, first, last);
  if (picture_change(before, *frames.front()) > kOutsideWipe ||
      picture_change(*frames.back(), behind) > kOutsideWipe) {
    return std::nullopt;
  }
  const auto middle =
      first + static_cast<std::int64_t>(std::lround(wipe->middle * static_cast<double>(length)));
  return transition_at(window, first, middle, last, wipe->residual);
}

}  // namespace

void FrameWindow::push(const ShotFeatures& features) {
  WindowFrame frame;
  frame.features = features;
  frame.mean = mean_luma(features);
  frame.contrast = contrast(features);
  frame.flat = is_flat(features);
  if (!frames_.empty()) frame.change = picture_change(frames_.back().features, features);
  frames_.push_back(frame);
  if (frames_.size() > kKept) {
    frames_.pop_front();
    ++begin_;
  }
}

double FrameWindow::seconds_between(std::int64_t earlier, std::int64_t later) const {
  return (*this)[later].features.time.value() - (*this)[earlier].features.time.value();
}

std::optional<double> cut_before(const FrameWindow& window, std::int64_t position,
                                 const ShotOptions& options) {
  if (position <= window.begin() || position == 0) return std::nullopt;
  const double change = window[position].change;
  if (change < options.min_change) return std::nullopt;
  const double rise = change - surroundings(window, position);
  if (rise < options.min_rise) return std::nullopt;
  if (correlation(window[position - 1].features, window[position].features) > kSameLitDifferently) {
    return std::nullopt;
  }
  if (is_step_of_fade(window, position) || is_flash(window, position, options)) return std::nullopt;
  return rise;
}

std::optional<Transition> transition_until(const FrameWindow& window, std::int64_t position,
                                           std::int64_t earliest, const ShotOptions& options) {
  std::optional<Transition> clearest;
  const auto consider = [&](const std::optional<Transition>& found) {
    if (found && (!clearest || found->residual < clearest->residual)) clearest = found;
  };
  std::int64_t first = position;
  const std::int64_t from = std::max(window.begin(), earliest);
  for (const double length : kLengths) {
    const std::int64_t longer = first;
    while (first > from && window.seconds_between(first, position) < length - 1e-6) --first;
    if (first == longer || position - first < 2) continue;
    if (window.seconds_between(first, position) < length - 1e-6) break;
    // A long one is as clear a few frames later.
    if (position % std::max<std::int64_t>(1, (position - first) / 8) != 0) continue;
    if (!have_two_pictures(window, first, position)) continue;
    if (options.dissolves && length <= kLongestDissolve)
      consider(dissolve_between(window, first, position, options));
    if (options.wipes) consider(wipe_between(window, first, position, options));
  }
  return clearest;
}

}  // namespace smartcrop::internal
