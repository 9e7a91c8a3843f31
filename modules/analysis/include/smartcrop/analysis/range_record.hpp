#pragma once

// Divides the analysis of a fixed window into recording and conclusions: analyze() = conclude(gather()).
//
// Parts of a video can be gathered on different machines, in any order, and merged: sums are added, and the
// pair of frames at the border of two parts is measured from frames that both keep. If every frame is
// sampled, the merged record has the same bits as the record of the whole range, and so have the conclusions.
// Exceptions are `frames_decoded` (each part is decoded from a key frame on), decoding errors and times: they
// are sums over the parts.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "smartcrop/analysis/analyze.hpp"
#include "smartcrop/importance/importance.hpp"
#include "smartcrop/scenes/borders.hpp"
#include "smartcrop/speakers/mouths.hpp"

namespace smartcrop {

/// The signals of importance of a pair of neighboring frames. The video is divided into slots of 2^n frames,
/// n larger for longer ranges; the pair in which a slot begins is recorded.
struct SampledSignals {
  /// The largest n for which a slot of 2^n frames begins here; kAlways = used for any n.
  int level = kAlways;
  FrameSignals frame;                              ///< of the later one
  std::optional<FrameDetections> detections = {};  ///< in the later one, if it was searched for subjects
  std::vector<MouthRun> mouths = {};               ///< in both, of faces that could be speaking there
  /// Small luma map of the later one, CV_8UC1; empty if it is not compared with other sampled frames.
  cv::Mat luma = {};
  double camera_px = 0;  ///< mean speed of the camera between both, px of the small map

  static constexpr int kAlways = 63;
};

/// One range of a video. Memory: the field (2 MB), signals of some hundred pairs, up to 65 KB each, two small
/// frames.
struct RangeRecord {
  VideoInfo video;
  std::optional<TimePoint> start = {}, end = {};  ///< of the range, as asked for
  MetricRecord metrics;                           ///< timeline in steps of kFinestStep_s
  std::vector<SampledSignals> signals = {};       ///< in order of time; empty if importance is not used
  BorderCounts borders = {};                      ///< empty if they are not used
  std::optional<SmallFrame> first = {};           ///< first frame of the range
  std::optional<SmallFrame> last = {};  ///< last frame of the range; only if every frame was measured
  std::optional<FrameMark> next = {};   ///< the first frame after the range; nullopt at the video's end
  double elapsed_s = 0;
  int threads = 1;
};

/// Records a range, decoding it once. Throws std::invalid_argument if `options.mode` is not fixed, and what
/// measure() throws.
RangeRecord gather(FrameSource& source, const AnalyzeOptions& options = {});

/// A part and its name in messages (the path of its file).
struct NamedRecord {
  std::string name;
  RangeRecord record;
};

/// Joins the records of neighboring parts into the record of the whole range. `parts`: in any order, all
/// gathered with the same options from every frame (dense). Throws Error naming the parts if they are of
/// different videos, have gaps, overlap, or do not have the same frame where they meet; std::invalid_argument
/// without parts.
RangeRecord merge(std::vector<NamedRecord> parts, const AnalyzeOptions& options);

/// Makes the analysis from a record: grid, scores, candidates. `options`: as for gather(); their range is
/// ignored.
AnalysisDocument conclude(const RangeRecord& record, const AnalyzeOptions& options = {});

}  // namespace smartcrop
