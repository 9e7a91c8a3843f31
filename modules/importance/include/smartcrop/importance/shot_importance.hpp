#pragma once

#include <opencv2/core/mat.hpp>
#include <optional>
#include <vector>

#include "smartcrop/core/time.hpp"
#include "smartcrop/importance/grid_geometry.hpp"
#include "smartcrop/importance/insets.hpp"
#include "smartcrop/importance/seams.hpp"

namespace smartcrop {

/// Importance of a shot. Map t belongs to source frame frame_index[t]; its values are scale[t] * cells[t]
/// (CV_8UC1). The sum of a map is its amount of evidence, about 1 to 3.
struct ShotImportance {
  GridGeometry grid = {};
  double step_s = 0.1;
  std::vector<FrameIndex> frame_index = {};
  std::vector<Time> time = {};
  std::vector<cv::Mat> cells = {};
  std::vector<float> scale = {};
  std::vector<float> motion_trust = {};  ///< per map: how far the motion of the frame is trusted, 0..1
  std::vector<Seam> seams = {};          ///< see find_seams()
  std::vector<Inset> insets = {};        ///< see find_insets()

  std::size_t size() const { return cells.size(); }
  /// Appends a map, CV_32FC1, rows x cols of the grid, >= 0; it is stored with 8 bits, 255 = its largest
  /// value.
  void add(FrameIndex frame, Time time, const cv::Mat& map, double trust = 0);
  /// CV_32FC1, rows x cols of the grid, >= 0.
  cv::Mat map(std::size_t t) const;
  /// The sum of all maps, CV_32FC1, rows x cols of the grid.
  cv::Mat sum() const;
  /// For drawing: the mean over all maps at the size of the small map; all 0 if there are none.
  cv::Mat mean_heat() const;
  /// The sum of each map.
  std::vector<double> map_sums() const;
};

/// The maps of all shots in order, as those of one shot, without seams and insets; nullopt if there are none.
std::optional<ShotImportance> joined(const std::vector<ShotImportance>& shots);

}  // namespace smartcrop
