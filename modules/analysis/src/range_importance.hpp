#pragma once

#include <optional>

#include "smartcrop/analysis/range_record.hpp"
#include "smartcrop/reframe/fixed_window.hpp"

// Importance over a range of a video as one shot, from the signals of pairs of frames.

namespace smartcrop::internal {

/// Whether one of the chosen strategies needs importance.
bool wants_importance(const AnalyzeOptions& options);

/// Whether small frames are large enough for the signals of importance.
bool can_record_signals(const MapGeometry& geometry);

/// Options with which the two frames of a pair are compared with each other.
ImportanceOptions options_for_pairs(const AnalyzeOptions& options, const VideoInfo& video);

/// The smallest level with at most 100 slots of 2^level frames. The level of a part is never above that of
/// the whole, so the pairs of the whole are among those of its parts.
int slot_level(const SamplingOptions& range, const VideoInfo& video);

/// What the range is about, as one shot: from the frames that were searched for subjects, else from all.
/// `importance`: of the record.
ShotContents contents_of(const RangeRecord& record, const std::optional<ShotImportance>& importance,
                         const AnalyzeOptions& options);

/// Importance within `picture` (displayed px). nullopt if no signals were recorded.
std::optional<ShotImportance> importance_of(const RangeRecord& record, const AnalyzeOptions& options,
                                            const cv::Rect& picture);

}  // namespace smartcrop::internal
