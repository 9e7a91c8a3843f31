#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "smartcrop/libav/handles.hpp"
#include "smartcrop/picture/frame_blend.hpp"
#include "smartcrop/plan/time_map.hpp"

namespace smartcrop::internal {

/// Chooses or blends the pictures of an output that plays at another speed than the source.
///
/// The output is divided into slots, each as long as a frame of the source. At speed 1 each picture has its
/// own slot, which begins at the picture's exact time. Where the output is faster, slots follow each other
/// without gaps, and each shows one of the pictures that fall into it (drop: the one in its middle) or their
/// mean, weighted by how long each would be seen (blend). Pictures are thus never closer together than in the
/// source, and the shown time is off by half a slot at most. Keeps three decoded frames.
class FrameRetimer {
 public:
  struct Calls {
    /// Makes the output's picture from a source frame, with the window at `time` of the source.
    std::function<libav::FramePtr(const AVFrame& frame, Time time)> paint;
    /// Receives a picture of the output that is shown from `begin_s` to `end_s`, output time of the map.
    std::function<void(AVFrame& picture, double begin_s, double end_s)> show;
  };

  /// `map` must outlive this object. `usual_period_s`: time between frames of the source, 0 = unknown.
  FrameRetimer(const TimeMap& map, Retime retime, double usual_period_s, Calls calls);

  /// Takes the next frame. `duration_s`: how long the source shows it; used only for the last frame.
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
    std::optional<Source> shown;  ///< drop: the chosen frame; blend: the first
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
  std::optional<Source> waiting_;  ///< until the next frame's time is known
  std::optional<Source> last_;     ///< placed last
  std::optional<Slot> slot_;
};

}  // namespace smartcrop::internal
