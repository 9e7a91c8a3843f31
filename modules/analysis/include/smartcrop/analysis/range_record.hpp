#pragma once

// What an analysis of a fixed window records, apart from what it concludes: analyze() = conclude(gather()).
//
// Parts of a video can be gathered anywhere, in any order, and merged: sums add up, and the pair of frames
// where one part ends and the next begins is measured from the frames that both keep. For dense sampling of
// every frame the merged record of the parts of a range, and so what conclude() makes of it, is that of the
// whole range, bit by bit. Only `frames_decoded` (each part is entered at a key frame), what damage was met
// and the times taken are sums over the parts instead.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "smartcrop/analysis/analyze.hpp"
#include "smartcrop/importance/importance.hpp"
#include "smartcrop/scenes/borders.hpp"

namespace smartcrop {

/// The signals of importance of a pair of neighboring frames. Pairs in which a slot of the video's frame grid
/// begins are recorded; slots are 2^n frames long, n larger for longer ranges.
struct SampledSignals {
  /// The largest n for which a slot of 2^n frames begins here, kAlways for what counts at any length.
  int level = kAlways;
  FrameSignals frame;                              ///< of the later one
  std::optional<FrameDetections> detections = {};  ///< in the later one, where subjects were looked for

  static constexpr int kAlways = 63;
};

/// One range of a video. Memory: the field (2 MB), signals of some hundred pairs, 7 KB each, two small
/// frames.
struct RangeRecord {
  VideoInfo video;
  std::optional<TimePoint> start = {}, end = {};  ///< of the range, as asked for
  MetricRecord metrics;                           ///< timeline in steps of kFinestStep_s
  std::vector<SampledSignals> signals = {};  ///< in order of time; none where nothing asks for importance
  BorderCounts borders = {};                 ///< none where nothing asks for them
  std::optional<SmallFrame> first = {};      ///< frame of the range
  std::optional<SmallFrame> last = {};       ///< frame of the range; only where every frame was measured
  std::optional<FrameMark> next = {};        ///< the first frame behind the range, none at the video's end
  double elapsed_s = 0;
  int threads = 1;
};

/// Records a range in one decode. `options.mode` must be fixed, or std::invalid_argument. Throws what
/// measure() throws.
RangeRecord gather(FrameSource& source, const AnalyzeOptions& options = {});

/// A part and what messages call it (the path of its file).
struct NamedRecord {
  std::string name;
  RangeRecord record;
};

/// The record of the range that the parts make together, given in any order, each gathered with the same
/// options, dense, every frame. Throws Error naming the parts: another video, a gap, an overlap, parts that
/// do not show the same frame where they meet; std::invalid_argument without parts.
RangeRecord merge(std::vector<NamedRecord> parts, const AnalyzeOptions& options);

/// What follows from it: grid, scores, candidates. `options` as when it was gathered; its range does not
/// count.
AnalysisDocument conclude(const RangeRecord& record, const AnalyzeOptions& options = {});

}  // namespace smartcrop
