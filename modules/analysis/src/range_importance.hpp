#pragma once

#include <optional>

#include "smartcrop/analysis/range_record.hpp"
#include "smartcrop/reframe/fixed_window.hpp"

// Importance over a range of a video as one shot, from the signals of pairs of frames.

namespace smartcrop::internal {

/// Whether a strategy that is asked for needs importance.
bool wants_importance(const AnalyzeOptions& options);

/// Whether small frames are large enough for the signals of importance.
bool can_record_signals(const MapGeometry& geometry);

/// Options under which the two frames of a pair are compared with each other.
ImportanceOptions options_for_pairs(const AnalyzeOptions& options, const VideoInfo& video);

/// Slots of 2^level frames are as long as it takes to have at most 100 of them. A part's level is never above
/// the whole's, so that the pairs recorded of the whole are among those of its parts.
int slot_level(const SamplingOptions& range, const VideoInfo& video);

/// What the range is about, as one shot: of the frames in which subjects were looked for, else of all.
/// `importance`: of the record.
ShotContents contents_of(const RangeRecord& record, const std::optional<ShotImportance>& importance,
                         const AnalyzeOptions& options);

/// Importance within `picture` (displayed px). nullopt where no signals were recorded.
std::optional<ShotImportance> importance_of(const RangeRecord& record, const AnalyzeOptions& options,
                                            const cv::Rect& picture);

}  // namespace smartcrop::internal
