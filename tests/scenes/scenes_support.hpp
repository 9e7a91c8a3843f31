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

/// A made-up picture without end: smooth in places, different for each `seed`, sampled at (x, y) in 320x180
/// px. Codes 40..215.
inline double scenery(int seed, double x, double y) {
  double value = 0, weight = 0;
  std::uint32_t state = static_cast<std::uint32_t>(seed) * 2654435761U + 12345U;
  const auto next = [&state] {
    state = state * 1664525U + 1013904223U;
    return static_cast<double>(state >> 8) / (1 << 24);
  };
  for (const double size : {160.0, 90.0, 55.0, 30.0}) {
    const double along = 2 * M_PI * next();
    const double across = 2 * M_PI * next();
    const double phase = 2 * M_PI * next();
    const double turn = 2 * M_PI * next();
    const double u = x * std::cos(along) + y * std::sin(along);
    const double v = x * std::cos(across) + y * std::sin(across);
    value += size * std::sin(2 * M_PI * u / size + phase) * std::cos(M_PI * v / size + turn);
    weight += size;
  }
  return 127.5 + 87.5 * std::max(-1.0, std::min(1.0, 1.6 * value / weight));
}

/// What a frame shows; codes.
struct Picture {
  std::function<double(int x, int y)> luma;
  double cb = 128;
  double cr = 128;
};

inline Picture still(int seed, double shift_x = 0, double shift_y = 0) {
  return {[=](int x, int y) { return scenery(seed, x + shift_x, y + shift_y); }, 100.0 + seed * 37 % 60,
          100.0 + seed * 53 % 60};
}

inline Picture flat(double code) {
  return {[code](int, int) { return code; }};
}

inline Picture mixed(const Picture& a, const Picture& b, double share) {
  return {[=](int x, int y) { return a.luma(x, y) * (1 - share) + b.luma(x, y) * share; },
          a.cb * (1 - share) + b.cb * share, a.cr * (1 - share) + b.cr * share};
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
