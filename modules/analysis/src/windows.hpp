#pragma once

#include <opencv2/core/types.hpp>
#include <optional>

#include "smartcrop/analysis/analyze.hpp"
#include "smartcrop/reframe/fixed_window.hpp"

// Windows of one size and what is in them.

namespace smartcrop::internal {

/// Where windows may be while `picture` (the frame without black bars) is shown: the whole frame unless
/// borders are trimmed, then the picture between even pixels, for 4:2:0. A picture too small to choose from
/// is none.
cv::Rect room_in(const VideoInfo& video, const cv::Rect& picture, bool trim_borders);

/// Where windows may be that stay where they are through all shots of the document.
cv::Rect common_room(const AnalysisDocument& document, bool trim_borders);

/// The size of windows of an aspect ratio within a room.
cv::Size crop_size(const VideoInfo& video, const cv::Rect& room, AspectRatio aspect,
                   const AnalyzeOptions& options);

/// The whole pixel that a window at rest begins at: even, for 4:2:0, and within the room.
cv::Point even_corner(const CropWindow& window, const cv::Rect& room);

/// Grid positions with their metrics, and the candidates among them. Where importance is known, the window
/// that keeps the most of what matters is a candidate, too.
AspectAnalysis analyze_fixed_windows(const VideoInfo& video, const WindowQuery& query,
                                     const ShotContents& contents, AspectRatio aspect, const cv::Rect& room,
                                     const AnalyzeOptions& options);

}  // namespace smartcrop::internal
