#pragma once

#include <cstdint>
#include <opencv2/core/types.hpp>
#include <optional>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/metrics/metric.hpp"
#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop {

/// Records the metrics of every frame, coarsely enough to keep them for a whole video: means over the cells
/// of a grid with 16 cells along the long side, about 300 bytes per metric and frame. With it any window,
/// fixed or moving, can be measured after one pass over the video. Frames are added in order; every
/// `period`-th one is measured, its motion against the frame just before it. Cost: one map (metric.hpp) per
/// metric and measured frame.
class ActivityRecord {
 public:
  /// `metrics`: each at most once. `period`: 1 or more.
  ActivityRecord(const MapGeometry& geometry, std::vector<Metric> metrics, std::size_t period = 1);

  void add(const SmallFrame& frame);

  /// Frames added, measured or not.
  std::size_t size() const { return frames_.size(); }
  FrameIndex index(std::size_t i) const { return frames_[i].index; }
  Time time(std::size_t i) const { return frames_[i].time; }

  /// Mean over the window (displayed px, clipped to the frame) of the i-th frame, in codes (metric.hpp);
  /// nullopt if the frame was not measured, and for motion in the first frame. Cells are weighted by the part
  /// of them inside the window. Throws std::invalid_argument for a metric that was not recorded.
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
