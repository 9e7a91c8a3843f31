#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "frame_blend.hpp"
#include "smartcrop/libav/handles.hpp"
#include "smartcrop/plan/time_map.hpp"

namespace smartcrop::internal {

/// Chooses or mixes the pictures of an output whose parts play at another speed than the source.
///
/// The output is cut into slots, each as long as the source shows a frame. A picture that is shown for so
/// long, as all are where the speed is 1, has a slot of its own that begins at its exact time. Where pictures
/// follow each other faster, slots lie side by side and each shows one of the pictures that fall into it
/// (drop: the one in its middle) or their mean, each weighed by how long it would be seen (blend). So no two
/// pictures are nearer than in the source, and what is seen is off by half a slot at most. Holds three
/// decoded frames, whatever the length.
class FrameRetimer {
 public:
  struct Calls {
    /// Makes the output's picture of a frame of the source, as the window is at `time` of the source.
    std::function<libav::FramePtr(const AVFrame& frame, Time time)> paint;
    /// A picture of the output from `begin_s` to `end_s` of the map's clock.
    std::function<void(AVFrame& picture, double begin_s, double end_s)> show;
  };

  /// `map` outlives this. `usual_period_s`: between frames of the source, 0 = unknown.
  FrameRetimer(const TimeMap& map, Retime retime, double usual_period_s, Calls calls);

  /// The next frame. `duration_s`: how long the source shows it, where no frame follows.
  void take(const AVFrame& frame, Time time, double duration_s);
  void finish();

 private:
  struct Source {
    std::shared_ptr<AVFrame> frame;  ///< as decoded
    Time time;
    double duration_s = 0;
    double begin_s = 0, end_s = 0;  ///< of the output
  };
  struct Slot {
    double begin_s, end_s;
    std::optional<Source> shown;  ///< drop; of blend the first
    FrameBlend blend;
  };

  void place(Source source, double next_s);
  void open(double begin_s, double period_s);
  void put(const Source& source);
  void close(double end_s);

  const TimeMap& map_;
  Retime retime_;
  double usual_period_s_;
  Calls calls_;
  std::optional<Source> waiting_;  ///< for the time of the next one
  std::optional<Source> last_;     ///< that was placed
  std::optional<Slot> slot_;
};

}  // namespace smartcrop::internal
