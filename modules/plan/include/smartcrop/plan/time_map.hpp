#pragma once

#include <vector>

#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop {

/// Maps times of the source to times of the output of a plan, and back; continuous and ascending. Both are in
/// seconds since the source's first frame; up to the plan's start they are equal. Used for picture, sound,
/// subtitles and chapters.
///
/// Scenes play at their speed; neighbors of equal speed are joined. Between two speeds the speed changes
/// linearly in output time, half of the ramp on either side of the joint:
///
///     v(o) = a + (b - a) (o - o0) / ramp,  o0 = joint - ramp / 2
///
/// A ramp covers ramp (a + b) / 2 seconds of the source, as much as without it; so times outside ramps follow
/// from scene lengths divided by speeds. A ramp is no longer than the output of either side. Exact to a
/// nanosecond in a day of video. Immutable.
class TimeMap {
 public:
  explicit TimeMap(const CropPlan& plan);

  double output_s(double source_s) const;
  double source_s(double output_s) const;
  /// Seconds of the source in one of the output.
  double speed(double source_s) const;

  /// A part in which the output is the source, only shifted in time; or one in which it is not.
  struct Stretch {
    double source_s = 0;  ///< where it begins; it ends where the next one does
    double output_s = 0;
    bool is_plain = true;  ///< speed 1 throughout
  };
  /// Ascending; the first begins before everything, the last never ends. Plain ones and others take turns.
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

/// How long a plan's output is for a source that ends at `source_end_s`, in seconds.
double output_length_s(const CropPlan& plan, double source_end_s);

}  // namespace smartcrop
