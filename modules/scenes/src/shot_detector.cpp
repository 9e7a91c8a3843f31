#include "smartcrop/scenes/shot_detector.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>
#include <stdexcept>

#include "picture_change.hpp"
#include "smartcrop/core/conditions.hpp"
#include "smartcrop/core/error.hpp"
#include "transitions.hpp"

namespace smartcrop {
namespace {

/// The picture before and after a fade is the clearest one within this time, s.
constexpr double kFadeReach = 1.0;
/// Below this share of change, or above this correlation, a fade leads back to the same picture: lights out,
/// not a cut.
constexpr double kSameChange = 0.3;
constexpr double kSameCorrelation = 0.8;
/// A hard cut within this many frames of a flat run's ends is the run's boundary.
constexpr int kNear = 2;

enum class Kind { cut, fade, transition };

struct Boundary {
  Kind kind;
  double clearness;  // among those of one kind
  std::int64_t position;
  FrameIndex frame;
  Time time;
};

/// A run of flat frames inside the video and the clearest pictures on both sides of it.
struct FlatRun {
  struct Picture {
    ShotFeatures features;
    double contrast = 0;
    double contrast_beside_run = 0;
  };
  std::int64_t begin = 0;
  std::int64_t end = 0;
  std::optional<Picture> before;  // none at the video's beginning
  std::optional<Picture> after;   // none while the run goes on
  FrameIndex end_frame;
  Time begin_time, end_time;
};

}  // namespace

std::vector<std::string> ShotOptions::problems() const {
  return unmet({
      {min_change > 0 && min_change <= 1, "min_change must be above 0 and at most 1"},
      {min_rise >= 0 && min_rise <= 1, "min_rise must be 0..1"},
      {min_shot_s >= 0 && min_shot_s <= 3600, "min_shot_s must be 0..3600 s"},
      {max_flash_s >= 0 && max_flash_s <= min_shot_s, "max_flash_s must be 0..min_shot_s"},
      {max_dissolve_residual >= 0 && max_dissolve_residual <= 1, "max_dissolve_residual must be 0..1"},
      {max_wipe_residual >= 0 && max_wipe_residual <= 1, "max_wipe_residual must be 0..1"},
  });
}

struct ShotDetector::State {
  ShotOptions options;
  internal::FrameWindow window;
  std::optional<ShotFeatures> first, last;
  std::vector<Boundary> boundaries;
  std::int64_t last_cut = 0;
  std::optional<FrameIndex> last_cut_frame;
  std::int64_t last_flat = -1;
  Time last_flat_time;
  std::optional<FlatRun> run;
  std::optional<internal::Transition> transition;

  void add(Kind kind, double clearness, std::int64_t position, FrameIndex frame, Time time) {
    boundaries.push_back({kind, clearness, position, frame, time});
  }

  void examine(std::int64_t position) {
    const ShotFeatures& features = window[position].features;
    if (const auto clearness = internal::cut_before(window, position, options)) {
      add(Kind::cut, *clearness, position, features.index, features.time);
      last_cut = position;
      last_cut_frame = features.index;
    }
    if (options.fades) follow_flat_run(position);
    if (options.dissolves || options.wipes) follow_transition(position);
  }

  void follow_flat_run(std::int64_t position) {
    const internal::WindowFrame& frame = window[position];
    const Time time = frame.features.time;
    if (run && run->after && (frame.flat || (time - run->end_time).value() > kFadeReach)) close_run();
    if (frame.flat) {
      // What looked like a transition was the way down to the flat frame.
      if (transition && last_cut < position && (time - transition->last_time).value() < kFadeReach / 2) {
        transition.reset();
      }
      last_flat = position;
      last_flat_time = time;
      if (!run) {
        run.emplace();
        run->begin = position;
        run->begin_time = time;
        run->before = clearest_before(position);
      }
    } else if (run && !run->after) {
      run->end = position;
      run->end_frame = frame.features.index;
      run->end_time = time;
      run->after = {frame.features, frame.contrast, frame.contrast};
    } else if (run && frame.contrast > run->after->contrast && last_cut <= run->end + kNear) {
      run->after->features = frame.features;
      run->after->contrast = frame.contrast;
    }
  }

  /// The picture with the most contrast in the second before, since the last cut; none at the video's
  /// beginning.
  std::optional<FlatRun::Picture> clearest_before(std::int64_t position) const {
    if (position == 0 || window[position - 1].flat) return std::nullopt;
    std::int64_t clearest = position - 1;
    for (std::int64_t i = position - 2; i >= std::max(window.begin(), last_cut); --i) {
      if (window.seconds_between(i, position) > kFadeReach || window[i].flat) break;
      if (window[i].contrast > window[clearest].contrast) clearest = i;
    }
    return FlatRun::Picture{window[clearest].features, window[clearest].contrast,
                            window[position - 1].contrast};
  }

  /// A cut at an end of the run is its boundary; else a fade is one, to its first frame that is not flat.
  void close_run() {
    const FlatRun done = *run;
    run.reset();
    if (!done.before) return;
    const auto cut_at = [&](std::int64_t position) {
      return std::find_if(boundaries.begin(), boundaries.end(), [&](const Boundary& b) {
        return b.kind == Kind::cut && std::abs(b.position - position) <= kNear;
      });
    };
    if (cut_at(done.end) != boundaries.end()) return;
    const bool same_picture =
        internal::picture_change(done.before->features, done.after->features) < kSameChange ||
        internal::correlation(done.before->features, done.after->features) > kSameCorrelation;
    if (const auto cut = cut_at(done.begin); cut != boundaries.end()) {
      if (same_picture) boundaries.erase(cut);  // an explosion: white at once, then the old picture again
      return;
    }
    // A dull scene that comes and goes about the limit of flatness.
    if (internal::is_flat(done.before->features, 2) && internal::is_flat(done.after->features, 2)) return;
    const auto sudden = [](const FlatRun::Picture& picture) {
      return picture.contrast_beside_run > picture.contrast / 2;
    };
    const bool flash = sudden(*done.before) && sudden(*done.after) &&
                       (done.end_time - done.begin_time).value() <= options.max_flash_s;
    if (!same_picture && !flash) add(Kind::fade, 0, done.end, done.end_frame, done.end_time);
  }

  /// Of transitions that overlap, the one best explained stays.
  void follow_transition(std::int64_t position) {
    const auto found = internal::transition_until(window, position, last_cut, options);
    if (!found) return;
    // The same on the way up.
    if (last_flat > last_cut && (found->first_time - last_flat_time).value() < kFadeReach / 2) return;
    if (transition && found->first < transition->last) {
      if (found->residual < transition->residual) transition = found;
      return;
    }
    close_transition();
    transition = found;
  }

  void close_transition() {
    if (!transition) return;
    add(Kind::transition, 1 - transition->residual, transition->middle, transition->middle_frame,
        transition->middle_time);
    transition.reset();
  }

  /// The boundaries that keep the shortest shot, cuts before fades before other transitions, then the clearer
  /// one, in order.
  std::vector<Boundary> settled(Time end) {
    std::stable_sort(boundaries.begin(), boundaries.end(), [](const Boundary& a, const Boundary& b) {
      return a.kind != b.kind ? a.kind < b.kind : a.clearness > b.clearness;
    });
    const auto earlier = [](const Boundary& a, const Boundary& b) { return a.position < b.position; };
    std::set<Boundary, decltype(earlier)> kept(earlier);
    // Times are exact, the limit is not: half a millisecond either way does not count.
    const double shortest = options.min_shot_s - 0.0005;
    for (const Boundary& boundary : boundaries) {
      const auto next = kept.lower_bound(boundary);
      const Time after = next == kept.end() ? end : next->time;
      const Time before = next == kept.begin() ? first->time : std::prev(next)->time;
      if (next != kept.end() && next->position == boundary.position) continue;
      if ((after - boundary.time).value() < shortest || (boundary.time - before).value() < shortest) continue;
      kept.insert(boundary);
    }
    return {kept.begin(), kept.end()};
  }
};

ShotDetector::ShotDetector(const ShotOptions& options) : state_(std::make_unique<State>()) {
  throw_if_any("shots", options.problems());
  state_->options = options;
}
ShotDetector::ShotDetector(ShotDetector&&) noexcept = default;
ShotDetector& ShotDetector::operator=(ShotDetector&&) noexcept = default;
ShotDetector::~ShotDetector() = default;

void ShotDetector::push(const SmallFrame& frame) {
  push(shot_features(frame));
}

void ShotDetector::push(const ShotFeatures& features) {
  State& state = *state_;
  if (state.last && features.time <= state.last->time) {
    throw std::invalid_argument("shots: frame at " + to_string(features.time) +
                                " s is not after the one before, " + to_string(state.last->time) + " s");
  }
  if (!state.first) state.first = features;
  state.last = features;
  state.window.push(features);
  const std::int64_t position = state.window.end() - 1 - internal::kLookAhead;
  if (position >= 0) state.examine(position);
}

std::optional<FrameIndex> ShotDetector::latest_cut() const {
  return state_->last_cut_frame;
}

std::vector<Shot> ShotDetector::finish(Time end) {
  State& state = *state_;
  if (!state.first) return {};
  if (end <= state.last->time) {
    throw std::invalid_argument("shots: end " + to_string(end) + " s is not after the last frame, " +
                                to_string(state.last->time) + " s");
  }
  for (auto i = std::max<std::int64_t>(0, state.window.end() - internal::kLookAhead); i < state.window.end();
       ++i) {
    state.examine(i);
  }
  if (state.run && state.run->after) state.close_run();
  state.close_transition();
  std::vector<Shot> shots{
      {.start_frame = state.first->index, .end_frame = {}, .start = state.first->time, .end = {}}};
  for (const Boundary& boundary : state.settled(end)) {
    shots.back().end_frame = boundary.frame;
    shots.back().end = boundary.time;
    shots.push_back({.start_frame = boundary.frame, .end_frame = {}, .start = boundary.time, .end = {}});
  }
  shots.back().end_frame = state.last->index + 1;
  shots.back().end = end;
  return shots;
}

}  // namespace smartcrop
