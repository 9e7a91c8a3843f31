#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <opencv2/core.hpp>
#include <vector>

#include "smartcrop/core/parallel.hpp"
#include "smartcrop/scenes/shot_detector.hpp"

namespace smartcrop::test {

/// 25 frames per second.
inline Time at_frame(std::int64_t n) {
  return {Rational(n, 25)};
}

/// The shots of features that are known already.
inline std::vector<Shot> shots_of(const std::vector<ShotFeatures>& features, Time end,
                                  const ShotOptions& options = {}) {
  ShotDetector detector(options);
  for (const ShotFeatures& frame : features) detector.push(frame);
  return detector.finish(end);
}

/// A made-up picture without end: smooth in places, different for each seed, sampled at (x, y) in 320x180
/// px. Codes 40..215.
class Scenery {
 public:
  explicit Scenery(int seed) {
    std::uint32_t state = static_cast<std::uint32_t>(seed) * 2654435761U + 12345U;
    const auto next_angle = [&state] {
      state = state * 1664525U + 1013904223U;
      return 2 * M_PI * (static_cast<double>(state >> 8) / (1 << 24));
    };
    for (const double size : {160.0, 90.0, 55.0, 30.0}) {
      Wave& wave = waves_.emplace_back();
      wave.size = size;
      const double along = next_angle(), across = next_angle();
      wave.along = {std::cos(along), std::sin(along)};
      wave.across = {std::cos(across), std::sin(across)};
      wave.phase = next_angle();
      wave.turn = next_angle();
    }
  }

  double operator()(double x, double y) const {
    double value = 0, weight = 0;
    for (const Wave& wave : waves_) {
      const double u = x * wave.along.x + y * wave.along.y;
      const double v = x * wave.across.x + y * wave.across.y;
      value += wave.size * std::sin(2 * M_PI * u / wave.size + wave.phase) *
               std::cos(M_PI * v / wave.size + wave.turn);
      weight += wave.size;
    }
    return 127.5 + 87.5 * std::max(-1.0, std::min(1.0, 1.6 * value / weight));
  }

 private:
  struct Wave {
    double size = 0, phase = 0, turn = 0;
    cv::Point2d along, across;  ///< directions
  };
  std::vector<Wave> waves_;
};

/// What a frame shows; codes.
struct Picture {
  std::function<double(int x, int y)> luma;
  double cb = 128;
  double cr = 128;
};

inline Picture still(int seed, double shift_x = 0, double shift_y = 0) {
  return {[=, scenery = Scenery(seed)](int x, int y) { return scenery(x + shift_x, y + shift_y); },
          100.0 + seed * 37 % 60, 100.0 + seed * 53 % 60};
}

inline Picture flat(double code) {
  return {[code](int, int) { return code; }};
}

/// A picture that is not seen is not drawn.
inline double mixed_code(const Picture& a, const Picture& b, double share, int x, int y) {
  if (share == 0) return a.luma(x, y);
  if (share == 1) return b.luma(x, y);
  return a.luma(x, y) * (1 - share) + b.luma(x, y) * share;
}

inline Picture mixed(const Picture& a, const Picture& b, double share) {
  return {[=](int x, int y) { return mixed_code(a, b, share, x, y); }, a.cb * (1 - share) + b.cb * share,
          a.cr * (1 - share) + b.cr * share};
}

inline SmallFrame drawn(const Picture& picture, std::int64_t index, cv::Size size = {160, 90}) {
  SmallFrame frame;
  frame.index = {index};
  frame.time = at_frame(index);
  frame.geometry = {{size.width * 4, size.height * 4}, 4};
  frame.luma.create(size, CV_16UC1);
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      const double code = picture.luma(x * 320 / size.width, y * 180 / size.height);
      frame.luma.at<std::uint16_t>(y, x) = static_cast<std::uint16_t>(std::lround(code * 256));
    }
  }
  frame.cb = cv::Mat(size, CV_16UC1, cv::Scalar(std::round(picture.cb * 256)));
  frame.cr = cv::Mat(size, CV_16UC1, cv::Scalar(std::round(picture.cr * 256)));
  return frame;
}

/// A film put together from pictures.
class Film {
 public:
  Film& add(const Picture& picture) {
    features_.push_back(shot_features(drawn(picture, static_cast<std::int64_t>(features_.size()), {64, 36})));
    return *this;
  }
  Film& hold(const Picture& picture, int frames) {
    for (int i = 0; i < frames; ++i) add(picture);
    return *this;
  }
  /// The camera moves over the scenery by so many px of 320 a frame.
  Film& pan(int seed, double px_per_frame, int frames) {
    for (int i = 0; i < frames; ++i) add(still(seed, i * px_per_frame, 0));
    return *this;
  }
  Film& dissolve(const Picture& a, const Picture& b, int frames) {
    for (int i = 1; i <= frames; ++i) add(mixed(a, b, i / (frames + 1.0)));
    return *this;
  }

  const std::vector<ShotFeatures>& features() const { return features_; }
  std::int64_t frames() const { return static_cast<std::int64_t>(features_.size()); }
  std::vector<Shot> shots(const ShotOptions& options = {}) const {
    return shots_of(features_, at_frame(frames()), options);
  }
  /// First frames of the shots but the first.
  std::vector<std::int64_t> boundaries(const ShotOptions& options = {}) const {
    std::vector<std::int64_t> found;
    for (const Shot& shot : shots(options)) found.push_back(shot.start_frame.value);
    if (!found.empty()) found.erase(found.begin());
    return found;
  }

 private:
  std::vector<ShotFeatures> features_;
};

inline std::vector<std::int64_t> frames_at(std::initializer_list<std::int64_t> frames) {
  return frames;
}

}  // namespace smartcrop::test
