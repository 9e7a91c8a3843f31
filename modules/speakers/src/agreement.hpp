#pragma once

// Agreement of mouths with the sound of speech.

#include <span>
#include <vector>

#include "mouth_speeds.hpp"

namespace smartcrop::internal {

/// Probability of speech at each analyzed frame, 0 without sound; empty if there is no sound at all.
std::vector<double> speech_at(const AnalyzedFrames& frames, std::span<const Speech> sound);

/// Correlation of each mouth's speed with the speech over some seconds around each frame, -1..1, near 0 if
/// the speech hardly changes; nullopt if too little of the mouth was seen.
MouthSpeeds agreements(const std::vector<std::vector<MouthChange>>& changes, const AnalyzedFrames& frames,
                       const std::vector<double>& speech);

}  // namespace smartcrop::internal
