// Which frames of a video are measured: options, and the places of bursts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "smartcrop/video/frame_source.hpp"

namespace smartcrop {

enum class SamplingMode {
  bursts,  ///< short runs of neighboring frames spread over the range, at key frames of the container's index
  dense,   ///< every n-th frame of the range
};
std::string_view name_of(SamplingMode mode);
/// Throws std::invalid_argument.
SamplingMode parse_sampling_mode(std::string_view name);

struct SamplingOptions {
  SamplingMode mode = SamplingMode::bursts;
  int samples = 50;  ///< bursts: number of frame pairs, > 0. 50 is a compromise between accuracy and time.
  int every = 1;     ///< dense: measure every n-th frame, > 0
  /// Dense: skip frames that no other refers to, see FileSourceOptions.
  bool reference_frames_only = false;
  std::optional<TimePoint> start;  ///< inclusive; nullopt = the beginning
  std::optional<TimePoint> end;    ///< exclusive; nullopt = the end

  std::vector<std::string> problems() const;
};

/// A run of neighboring frames to measure: seek to `start`, then read `frames` frames.
struct Burst {
  Time start;
  int frames = 2;
  bool operator==(const Burst&) const = default;
};

struct BurstPlan {
  std::vector<Burst> bursts;  ///< ascending
  /// The largest gap between neighboring bursts, or between a burst and an end of the range, divided by the
  /// gap of evenly spread bursts. 1 = perfectly even.
  double evenness = 1;
};

/// Largest number of bursts in a range; for more samples, bursts get longer. With B-frames the first pair of
/// a burst costs about four decoded frames, the second pair none.
inline constexpr int kMostBursts = 35;

/// Spreads about `samples` neighboring pairs evenly over [start, end) at the given key frames (ascending), in
/// at most kMostBursts bursts. If there are fewer key frames than samples, each burst gets more pairs, so
/// that their sum is `samples` or just above. Never returns the same key frame twice.
BurstPlan plan_bursts(const std::vector<Time>& key_frames, Time start, Time end, int samples);

}  // namespace smartcrop
