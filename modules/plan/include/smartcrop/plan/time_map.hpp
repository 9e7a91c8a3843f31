#pragma once

#include <vector>

#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop {

/// Where each moment of the source lies in the output of a plan, and back: continuous and ascending. Both in
/// seconds since the source's first frame, on one clock that runs as the source does up to the plan's start.
/// Picture, sound, subtitles and chapters all go by it.
///
/// Scenes play at their speed; neighbors of one speed are one. At the joint of two speeds the speed goes
/// over linearly in output time, half of the ramp on either side:
///
///     v(o) = a + (b - a) (o - o0) / ramp,  o0 = joint - ramp / 2
///
/// The source that passes meanwhile is ramp (a + b) / 2, as much as without the ramp, so that what lies
/// outside ramps is where scene lengths divided by speeds put it. A ramp is no longer than either side's
/// output. Exact to a nanosecond in a day of video. Immutable.
class TimeMap {
 public:
  explicit TimeMap(const CropPlan& plan);

  double output_s(double source_s) const;
  double source_s(double output_s) const;
  /// Seconds of the source in one of the output.
  double speed(double source_s) const;

  /// A stretch in which the output is the source, later or earlier; or one in which it is not.
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
