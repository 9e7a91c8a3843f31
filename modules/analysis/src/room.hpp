#pragma once

#include <opencv2/core/types.hpp>

#include "smartcrop/video/video_info.hpp"

namespace smartcrop::internal {

/// Where windows may be while `picture` (the frame without black bars) is shown: the whole frame unless
/// borders are trimmed, then the picture between even pixels, for 4:2:0. A picture too small to choose from
/// is none.
cv::Rect room_in(const VideoInfo& video, const cv::Rect& picture, bool trim_borders);

}  // namespace smartcrop::internal
