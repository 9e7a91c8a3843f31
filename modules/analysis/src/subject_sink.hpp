#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "mouth_recorder.hpp"
#include "moving_window_sink.hpp"
#include "smartcrop/core/parallel.hpp"
#include "smartcrop/subjects/text_detector.hpp"
#include "subject_detectors.hpp"

namespace smartcrop::internal {

/// Searches for faces and objects in a few frames per second of a pass of one run, and soon after each cut;
/// at most every 0.7 s it measures how far faces are turned aside, and mouths more often if there are several
/// faces. Frames without contrast are not searched; a frame like the last searched one gets the same result.
/// About once a second it also searches for words, if the picture rests and nobody is seen.
class SubjectSink : public FrameSink {
 public:
  /// `shots` must see each frame before this sink does, and outlive it. `options.subjects` must not be off.
  SubjectSink(const VideoInfo& video, const AnalyzeOptions& options, const MovingWindowSink& shots);

  bool needs_one_run() const override { return true; }
  /// Detectors are slower than decoding.
  std::size_t most_waiting() const override { return 64; }
  void frame(std::size_t run, const SmallFrame& frame) override;
  void end_run(std::size_t run) override;
  void restart() override;

  /// The detections, ascending in time. Call after the pass.
  const std::vector<FrameDetections>& detections() const { return detections_; }
  const std::vector<MouthRun>& mouths() const { return mouths_.runs(); }
  /// Ascending in time. Frames that cannot be title cards have no boxes.
  const std::vector<FrameText>& texts() const { return texts_; }

 private:
  /// A frame to be searched.
  struct Search {
    SmallFrame frame;
    bool is_repeat;  ///< shows the same as the last searched frame
    bool is_blank;
    bool is_text_turn;
    bool wants_text;  ///< it may be a title card
    bool wants_turns;
    FrameDetections found;
    FrameText text;

    bool has_task() const { return (!is_repeat || wants_text) && !is_blank; }
  };

  void start(const SmallFrame& frame);
  void run(Search& search) const;
  void finish_oldest();
  void finish_all();

  SubjectDetectors detectors_;
  LazyFaceMesh mesh_;
  std::optional<TextDetector> text_;
  MouthRecorder mouths_;
  bool watches_mouths_;
  const MovingWindowSink& shots_;
  std::size_t stride_;  ///< frames from one analyzed frame to the next
  std::size_t period_;  ///< analyzed frames from one search to the next
  std::size_t frames_ = 0, until_next_ = 0;
  std::optional<FrameIndex> cut_;
  /// Of the shot's last frame that was searched for words, and of the last in which turns of faces were
  /// measured.
  std::optional<Time> text_time_, turn_time_;
  std::deque<Search> searches_;  ///< not finished
  cv::Mat searched_;             ///< the last frame searched, small
  std::vector<FrameDetections> detections_;
  std::vector<FrameText> texts_;
  TaskQueue tasks_;
};

}  // namespace smartcrop::internal
