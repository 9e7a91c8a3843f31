#pragma once

#include <cstdint>
#include <opencv2/core/types.hpp>
#include <optional>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/metrics/metric.hpp"
#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop {

/// How much happens where, frame by frame, small enough to keep for a whole video: of each frame the chosen
/// metrics as means over the cells of a coarse grid, 16 along the long side, some 300 bytes a metric and
/// frame. Lets any window, fixed or moving, be measured after the one pass over the video. Frames come in
/// order; every `period`-th of them is measured, with motion against the one just before it. Cost: the map of
/// each metric (metric.hpp) of those.
class ActivityRecord {
 public:
  /// `metrics`: without repetition. `period`: 1 or more.
  ActivityRecord(const MapGeometry& geometry, std::vector<Metric> metrics, std::size_t period = 1);

  void add(const SmallFrame& frame);

  /// Frames added, measured or not.
  std::size_t size() const { return frames_.size(); }
  FrameIndex index(std::size_t i) const { return frames_[i].index; }
  Time time(std::size_t i) const { return frames_[i].time; }

  /// Mean over the window (displayed px, clipped to the frame) of the i-th frame, in codes (metric.hpp);
  /// nullopt where it was not measured, and of motion for the first frame. Cells count by the share of them
  /// inside. Throws std::invalid_argument for a metric that was not recorded.
  std::optional<double> mean(std::size_t i, Metric metric, const CropWindow& window) const;

 private:
  struct Entry {
    FrameIndex index;
    Time time;
  };
  std::size_t place_of(Metric metric) const;

  MapGeometry geometry_;
  cv::Size grid_;
  std::vector<Metric> metrics_;
  std::size_t period_;
  std::vector<Entry> frames_;
  std::vector<std::uint16_t> cells_;  // 1/256 codes, by measured frame, metric by metric, row by row
  std::optional<SmallFrame> previous_;
};

}  // namespace smartcrop
