#pragma once

#include <vector>

#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop {

/// Maps times of the source to times of a plan's output, and back; continuous and ascending. Both are in
/// seconds since the source's first frame, and equal up to the plan's start. Used for picture, sound,
/// subtitles and chapters.
///
/// Scenes play at their speed; neighboring scenes of equal speed are joined. Between two speeds, a and b, the
/// speed changes linearly in output time, half of the ramp on either side of the boundary (joint):
///
///     v(o) = a + (b - a) (o - o0) / ramp,  o0 = joint - ramp / 2
///
/// A ramp covers ramp (a + b) / 2 seconds of the source, as many as without it; so times outside ramps follow
/// from scene lengths divided by speeds. A ramp is no longer than the output of the scene on either side.
/// Exact to a nanosecond in a day of video. Immutable.
class TimeMap {
 public:
  explicit TimeMap(const CropPlan& plan);

  double output_s(double source_s) const;
  double source_s(double output_s) const;
  /// Seconds of the source per second of the output.
  double speed(double source_s) const;

  /// A part of the source: either at speed 1 throughout, or not.
  struct Stretch {
    double source_s = 0;  ///< its beginning; it ends where the next one begins
    double output_s = 0;
    bool is_plain = true;  ///< speed 1 throughout
  };
  /// Ascending; the first begins at minus infinity, the last has no end. Plain and other stretches alternate.
  const std::vector<Stretch>& stretches() const { return stretches_; }

 private:
  /// source = source_s + speed d + acceleration d^2 / 2, d = seconds of the output since output_s.
  struct Piece {
    double source_s, output_s, speed, acceleration;
  };
  const Piece& piece_of_source(double source_s) const;
  static double passed_s(const Piece& piece, double source_s);
  void add_piece(const Piece& piece);

  std::vector<Piece> pieces_;
  std::vector<Stretch> stretches_;
};

/// Length of a plan's output, s, for a source that ends at `source_end_s`.
double output_length_s(const CropPlan& plan, double source_end_s);

}  // namespace smartcrop
