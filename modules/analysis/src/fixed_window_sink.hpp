#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "smartcrop/analysis/range_record.hpp"
#include "smartcrop/importance/signal_recorder.hpp"
#include "smartcrop/metrics/frame_sink.hpp"
#include "smartcrop/scenes/borders.hpp"
#include "subject_detectors.hpp"

namespace smartcrop::internal {

/// Records what a fixed window needs besides the metrics: the signals of importance for pairs of frames
/// spread over the range, and the black bars. The pairs depend only on the frames' numbers in the video, not
/// on the division into runs.
class FixedWindowSink : public FrameSink {
 public:
  FixedWindowSink(const VideoInfo& video, const AnalyzeOptions& options);

  void begin_run(std::size_t run) override;
  void frame(std::size_t run, const SmallFrame& frame) override;
  void end_run(std::size_t run) override;
  void frame_behind(const SmallFrame& frame) override;
  void restart() override;

  /// Moves signals, borders and the frames at the ends into the record. Call once, after the pass.
  void take(RangeRecord& record);

 private:
  struct Run {
    std::optional<SignalRecorder> recorder = {};  ///< while neighboring pairs are recorded
    std::vector<SampledSignals> pairs;            ///< of the recorder, without their signals
    std::optional<SmallFrame> previous = {};
    std::vector<SampledSignals> signals;

    void flush();
  };
  Run& run_at(std::size_t index);
  void record_signals(Run& run, const SmallFrame& frame) const;
  /// Detections, turns of faces and mouths, in half of the recorded pairs.
  void look_for_subjects(SampledSignals& pair, const Run& run, const SmallFrame& frame) const;
  void watch_mouths(SampledSignals& pair, const SmallFrame& previous, const SmallFrame& frame) const;
  /// The level of a pair; nullopt if no slot of the range begins in it.
  std::optional<int> level_of(const SmallFrame& previous, const SmallFrame& frame) const;
  void keep_ends(const SmallFrame& frame);

  ImportanceOptions options_;
  MapGeometry geometry_;
  double fps_;
  bool wants_signals_, wants_borders_;
  bool takes_every_pair_;  ///< bursts: the pairs are few
  bool runs_join_;         ///< each begins with the last frame of the one before
  bool is_every_frame_;
  bool watches_mouths_;
  MouthOptions mouths_;
  int level_ = 0;           ///< of the range's slots
  int compared_level_ = 0;  ///< see compared_level()
  std::optional<SubjectDetectors> detectors_;
  LazyFaceMesh mesh_;
  std::mutex mutex_;
  std::map<std::size_t, Run> runs_;
  BorderCounts borders_;
  std::optional<SmallFrame> first_, last_;
  std::optional<FrameMark> next_;
};

/// The signals of the pair of frames at the border of two parts; nullopt if that pair is not one to record.
std::optional<SampledSignals> signals_between(const RangeRecord& part, const RangeRecord& next,
                                              const AnalyzeOptions& options);

}  // namespace smartcrop::internal
