// Which frames of a video are measured: options, and where bursts of frames lie.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "smartcrop/video/frame_source.hpp"

namespace smartcrop {

enum class SamplingMode {
  bursts,  ///< short runs of neighboring frames spread over the range, at key frames where there is an index
  dense,   ///< every n-th frame of the range
};
std::string_view name_of(SamplingMode mode);
/// Throws std::invalid_argument.
SamplingMode parse_sampling_mode(std::string_view name);

struct SamplingOptions {
  SamplingMode mode = SamplingMode::bursts;
  int samples = 50;  ///< bursts: neighboring pairs wanted, > 0. 50 is a compromise of accuracy and time.
  int every = 1;     ///< dense: measure every n-th frame, > 0
  /// Dense: only frames that others refer to are wanted, see FileSourceOptions.
  bool reference_frames_only = false;
  std::optional<TimePoint> start;  ///< first moment, included; none = the beginning
  std::optional<TimePoint> end;    ///< last moment, excluded; none = the end

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

/// The most bursts in a range; where more samples are wanted, bursts are longer instead. With B-frames the
/// first pair of a burst costs about four decoded frames, its second pair none.
inline constexpr int kMostBursts = 35;

/// Spreads about `samples` neighboring pairs evenly over [start, end) at the given key frames (ascending),
/// in at most kMostBursts bursts. Where there are fewer key frames than samples each burst is longer: pairs
/// are shared out so that their sum is `samples` or just above. Never returns the same key frame twice.
BurstPlan plan_bursts(const std::vector<Time>& key_frames, Time start, Time end, int samples);

}  // namespace smartcrop
