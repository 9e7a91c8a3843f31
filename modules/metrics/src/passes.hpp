#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "frame_range.hpp"
#include "smartcrop/metrics/measure.hpp"

// The ways measure() goes through a video.

namespace smartcrop::internal {

/// Runs of neighboring frames, in order, each entered at a key frame.
struct RunPlan {
  std::vector<Burst> runs;
  bool whole = false;  ///< each is read up to the beginning of the next, whatever its `frames` says
  Deblocking deblocking = Deblocking::all;
};

/// Reads the runs, each worker with its own clone of the source; a damaged place is left out. nullopt
/// where nothing could be read that way. Whole runs must be without damage and join: the frame that ends
/// one is, bit for bit, what the next begins with; nullopt otherwise. The same bits for any number of
/// workers.
std::optional<MetricRecord> measure_runs(FrameSource& source, const FrameRange& range, const RunPlan& plan,
                                         ProgressTracker& progress, const MeasureOptions& options,
                                         FrameSink& sink);

/// Reads all frames of the range and measures every n-th. `limit`: stop after so many. Every frame of a long
/// range is read in whole runs where the source can, so that each worker decodes on its own.
MetricRecord measure_dense(FrameSource& source, const FrameRange& range, int every,
                           std::optional<std::int64_t> limit, const MeasureOptions& options, FrameSink& sink);

/// The bursts worth reading instead of the whole range, or nullopt where reading all of it is the only even
/// way: no key frames known, or so few that over a third of the range would not be looked at. Resolves the
/// range's ends to times.
std::optional<BurstPlan> choose_bursts(const FrameSource& source, FrameRange& range, int samples);

/// Reads the bursts as runs. nullopt if nothing could be read that way.
std::optional<MetricRecord> measure_bursts(FrameSource& source, const FrameRange& range,
                                           const BurstPlan& plan, const MeasureOptions& options,
                                           FrameSink& sink);

}  // namespace smartcrop::internal
