#include "smartcrop/reframe/region_subject.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "smartcrop/importance/best_track.hpp"
#include "smooth_values.hpp"

namespace smartcrop {
namespace {

using namespace internal;

/// Width of the window that is followed, and the evidence given up to move it, as for the blob whose colors
/// are learned (ImportanceOptions::blob_width, blob_inertia).
constexpr double kWindow = 0.3, kInertia = 0.3;
/// Each round of CamShift looks this much beyond the last box, in its sides. Rounds at most; it settles after
/// 3 to 6.
constexpr double kBeyond = 0.1;
constexpr int kRounds = 8;
/// Half of a side in standard deviations: sqrt(3), as in an even distribution.
const double kHalfSide = std::sqrt(3.0);
/// Smallest and largest sides, shares of the frame's.
constexpr double kSmallest = 0.06, kLargest = 0.9;
/// Standard deviation of the smoothing of boxes over time, s.
constexpr double kSmooth_s = 0.3;

/// Center of the best window along x in each frame, cells. Each frame counts the same.
std::vector<double> best_columns(const ShotImportance& importance) {
  cv::Mat columns(static_cast<int>(importance.size()), importance.grid.cells.width, CV_32F);
  for (int t = 0; t < columns.rows; ++t) {
    const cv::Mat sums = profile(importance.map(static_cast<std::size_t>(t)), true);
    cv::Mat(sums / std::max(1e-9, cv::sum(sums)[0])).copyTo(columns.row(t));
  }
  return best_centers(columns, kWindow, importance.step_s, kInertia);
}

cv::Rect cells_around(const cv::Rect2d& box, cv::Size cells) {
  const cv::Point2d more(kBeyond * box.width, kBeyond * box.height);
  const cv::Point first = box.tl() - more, last = box.br() + more + cv::Point2d(0.5, 0.5);
  const cv::Rect around(first, last);
  const cv::Rect inside = around & cv::Rect({}, cells);
  return inside.empty() ? cv::Rect({}, cells) : inside;
}

/// The box to which CamShift goes from `box`, in cells.
cv::Rect2d shifted(const cv::Mat& map, cv::Rect2d box) {
  cv::Rect last;
  for (int round = 0; round < kRounds; ++round) {
    const cv::Rect part = cells_around(box, map.size());
    if (part == last) break;
    last = part;
    const cv::Moments m = cv::moments(map(part));
    if (m.m00 <= 0) break;
    const auto side = [&](double moment, int cells) {
      return std::clamp(2 * kHalfSide * std::sqrt(std::max(0.0, moment / m.m00)), kSmallest * cells,
                        kLargest * cells);
    };
    const cv::Size2d size(side(m.mu20, map.cols), side(m.mu02, map.rows));
    // Moments count from the middle of the first cell.
    box = {part.x + m.m10 / m.m00 + 0.5 - size.width / 2, part.y + m.m01 / m.m00 + 0.5 - size.height / 2,
           size.width, size.height};
  }
  return box;
}

}  // namespace

std::optional<Subject> region_subject(const ShotImportance& importance) {
  if (importance.size() == 0) return std::nullopt;
  const cv::Size2d cells(importance.grid.cells);
  const std::vector<double> centers = best_columns(importance);
  std::vector<cv::Rect2d> boxes;
  for (std::size_t t = 0; t < importance.size(); ++t)
    boxes.push_back(shifted(
        importance.map(t), {centers[t] - kWindow * cells.width / 2, 0, kWindow * cells.width, cells.height}));
  smooth_numbers(boxes, {&cv::Rect2d::x, &cv::Rect2d::y, &cv::Rect2d::width, &cv::Rect2d::height},
                 [&](const std::vector<double>& values) {
                   return smoothed(values, kSmooth_s / importance.step_s, Ends::repeated);
                 });
  Subject region{.kind = ObjectKind::other, .origin = SubjectOrigin::region};
  for (const cv::Rect2d& box : boxes)
    region.boxes.push_back(importance.grid.in_source(box & cv::Rect2d({}, cells)));
  region.faces.resize(boxes.size());
  return region;
}

}  // namespace smartcrop
