#pragma once

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "smartcrop/importance/signal_recorder.hpp"

namespace smartcrop::test {

inline const MapGeometry kPanGeometry{{640, 360}, 2};  // a 320x180 map: 64x36 cells of 5 map px

/// A camera that pans right over a textured wall, 4 map px per frame, and a square of 30x60 map px before it
/// that goes right 2 map px per frame as seen by the camera. The square is red with a texture of its own.
class Pan {
 public:
  explicit Pan(int first_x = 80) : first_x_(first_x) {
    wall_ = texture({1400, 180}, 1);
    cloth_ = texture({30, 60}, 2);
  }

  /// Left edge of the square in frame `t`, map px. Its top is at 70.
  int square_x(int t) const { return first_x_ + 2 * t; }
  cv::Rect square(int t) const { return {square_x(t), 70, 30, 60}; }

  SmallFrame frame(int t) const {
    SmallFrame frame;
    frame.index = {t};
    frame.time = {Rational(t, 10)};
    frame.geometry = kPanGeometry;
    cv::Mat luma = wall_(cv::Rect(4 * t, 0, 320, 180)).clone();
    cloth_.copyTo(luma(square(t)));
    luma.convertTo(frame.luma, CV_16U, 256);
    frame.cb = cv::Mat(180, 320, CV_16UC1, cv::Scalar(128 * 256));
    frame.cr = frame.cb.clone();
    frame.cr(square(t)) = 190 * 256;
    return frame;
  }

  ShotSignals signals(int frames, const ImportanceOptions& options = {}) const {
    SignalRecorder recorder(options, kPanGeometry, 10);
    for (int t = 0; t < frames; ++t) recorder.add(frame(t));
    return recorder.take();
  }

 private:
  static cv::Mat texture(cv::Size size, std::uint64_t seed) {
    cv::Mat map(size, CV_8UC1);
    cv::RNG(seed).fill(map, cv::RNG::UNIFORM, 0, 256);
    cv::GaussianBlur(map, map, {0, 0}, 3);
    cv::normalize(map, map, 40, 210, cv::NORM_MINMAX);
    return map;
  }

  int first_x_;
  cv::Mat wall_, cloth_;
};

}  // namespace smartcrop::test
