#pragma once

#include <vector>

#include "moving_window_sink.hpp"
#include "smartcrop/speakers/mouths.hpp"

namespace smartcrop::internal {

/// Finds who speaks in each shot. If mouths were seen and the video is a file, its sound is used.
void add_speakers(ShotContents& contents, const std::vector<Shot>& shots, const std::vector<MouthRun>& mouths,
                  const VideoInfo& video, const AnalyzeOptions& options);

}  // namespace smartcrop::internal
