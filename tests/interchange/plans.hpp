#pragma once

#include "smartcrop/interchange/timeline.hpp"
#include "support/times.hpp"

namespace smartcrop::test {

/// A source of 640x360 whose frames come at a constant rate.
inline TimelineSource even_source(std::int64_t frames, Rational rate) {
  TimelineSource source;
  source.video.path = "talk.mp4";
  source.video.size = {640, 360};
  source.video.frame_rate = rate;
  source.video.audio_streams = 1;
  for (std::int64_t i = 0; i < frames; ++i) source.frame_times.push_back({Rational(i) / rate});
  return source;
}

/// Of such a source to 200x360: one shot from 0 to 4 s that moves, jumps at 2 s and rests, then one with two
/// windows.
inline CropPlan example_plan() {
  CropPlan plan;
  plan.source = "talk.mp4";
  plan.source_size = {640, 360};
  plan.output_size = {200, 360};
  PlanShot first;
  first.end = seconds(4);
  first.keyframes = {{seconds(0), {0, 0, 200, 360}},
                     {seconds(1), {100, 0, 200, 360}},
                     {seconds(2), {400, 0, 200, 360}, Easing::linear, {}, true}};
  PlanShot second;
  second.start = seconds(4);
  second.keyframes = {{seconds(4), {0, 0, 200, 180}}};
  second.second_keyframes = {{seconds(4), {440, 180, 200, 180}}};
  plan.shots = {first, second};
  return plan;
}

}  // namespace smartcrop::test
