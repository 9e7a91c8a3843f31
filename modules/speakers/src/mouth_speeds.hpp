#pragma once

#include <optional>
#include <span>
#include <vector>

#include "smartcrop/speakers/speaker_turns.hpp"

namespace smartcrop::internal {

/// The mean speed of each subject's mouth around each analyzed frame, by subject, then frame, 1/s; nullopt
/// where too little of it was seen.
using MouthSpeeds = std::vector<std::vector<std::optional<double>>>;

MouthSpeeds mouth_speeds(std::span<const Subject> subjects, const AnalyzedFrames& frames,
                         std::span<const MouthRun> mouths, const SpeakerOptions& options);

}  // namespace smartcrop::internal
