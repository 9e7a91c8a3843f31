#pragma once

#include <optional>
#include <span>
#include <vector>

#include "smartcrop/speakers/speaker_turns.hpp"

namespace smartcrop::internal {

/// Mean speed of each subject's mouth around each analyzed frame, by subject, then frame, 1/s; nullopt if too
/// little of it was seen.
using MouthSpeeds = std::vector<std::vector<std::optional<double>>>;

/// Change of an opening between two neighboring measurements.
struct MouthChange {
  double time_s, span_s, amount;
};

/// The changes of each subject's mouth while it is not turned aside, by subject, ascending in time.
std::vector<std::vector<MouthChange>> mouth_changes(std::span<const Subject> subjects,
                                                    const AnalyzedFrames& frames,
                                                    std::span<const MouthRun> mouths, double max_turn);

/// Means over `reach_s` before and after each frame, with weights that fall with distance. The mouth must be
/// seen in at least `min_seen` of that time.
MouthSpeeds mouth_speeds(const std::vector<std::vector<MouthChange>>& changes, const AnalyzedFrames& frames,
                         double reach_s, double min_seen = 0.25);

}  // namespace smartcrop::internal
