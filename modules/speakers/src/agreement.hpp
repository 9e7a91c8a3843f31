#pragma once

// Whether a mouth moves with the speech that is heard.

#include <span>
#include <vector>

#include "mouth_speeds.hpp"

namespace smartcrop::internal {

/// Probability of speech at each analyzed frame, 0 where no sound is known; empty where none is known at all.
std::vector<double> speech_at(const AnalyzedFrames& frames, std::span<const Speech> sound);

/// Correlation of each mouth's speed with the speech over some seconds around each frame, -1..1, near 0 where
/// the speech hardly changes; nullopt where too little of the mouth was seen.
MouthSpeeds agreements(const std::vector<std::vector<MouthChange>>& changes, const AnalyzedFrames& frames,
                       const std::vector<double>& speech);

}  // namespace smartcrop::internal
