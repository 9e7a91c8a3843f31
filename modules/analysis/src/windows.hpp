#pragma once

#include <opencv2/core/types.hpp>
#include <optional>

#include "smartcrop/analysis/analyze.hpp"
#include "smartcrop/reframe/fixed_window.hpp"

// Windows of one size and their metrics.

namespace smartcrop::internal {

/// The part of the frame that windows stay in while `picture` (the frame without black bars) is shown: the
/// whole frame or, if borders are trimmed, the picture rounded to even pixels, for 4:2:0. A very small
/// picture is ignored.
cv::Rect room_in(const VideoInfo& video, const cv::Rect& picture, bool trim_borders);

/// The same for a fixed window through all shots of the document.
cv::Rect common_room(const AnalysisDocument& document, bool trim_borders);

/// The size of windows of an aspect ratio within a room.
cv::Size crop_size(const VideoInfo& video, const cv::Rect& room, AspectRatio aspect,
                   const AnalyzeOptions& options);

/// The top left pixel of a fixed window: even, for 4:2:0, and inside the room.
cv::Point even_corner(const CropWindow& window, const cv::Rect& room);

/// Grid positions with their metrics, and the candidates among them. If importance is known, the window that
/// keeps the most of what matters is also a candidate.
AspectAnalysis analyze_fixed_windows(const VideoInfo& video, const WindowQuery& query,
                                     const ShotContents& contents, AspectRatio aspect, const cv::Rect& room,
                                     const AnalyzeOptions& options);

}  // namespace smartcrop::internal
