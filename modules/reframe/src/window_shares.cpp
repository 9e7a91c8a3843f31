#include "smartcrop/reframe/window_shares.hpp"

#include <algorithm>
#include <opencv2/core.hpp>
#include <utility>

#include "smartcrop/importance/best_track.hpp"

namespace smartcrop {
namespace {

// The largest sum of `length` neighboring profile values that lie outside [from, to).
double largest_beside(const cv::Mat& profile, int length, int from, int to) {
  const float* value = profile.ptr<float>();
  double largest = 0;
  for (const auto& [begin, end] : {std::pair(0, from), std::pair(to, profile.cols)}) {
    double sum = 0;
    for (int i = begin; i < end; ++i) {
      sum += value[i];
      if (i - begin >= length) sum -= value[i - length];
      largest = std::max(largest, sum);
    }
  }
  return largest;
}

// The most that a window of the size of `inside` holds beside it, left, right, above or below.
double largest_rival(const cv::Mat& map, const cv::Rect& inside) {
  const cv::Mat across = profile(map.rowRange(inside.y, inside.br().y), true);
  const cv::Mat down = profile(map.colRange(inside.x, inside.br().x), false);
  return std::max(largest_beside(across, inside.width, inside.x, inside.br().x),
                  largest_beside(down, inside.height, inside.y, inside.br().y));
}

}  // namespace

PathShares path_shares(const ShotImportance& importance, FrameIndex start,
                       std::span<const CropWindow> windows) {
  const std::int64_t last = std::ssize(windows) - 1;
  double kept = 0, rival = 0, total = 0;
  for (std::size_t t = 0; t < importance.size(); ++t) {
    const std::int64_t i = std::clamp<std::int64_t>(importance.frame_index[t] - start, 0, last);
    const cv::Rect inside = importance.grid.cells_nearest(windows[static_cast<std::size_t>(i)]);
    const cv::Mat map = importance.map(t);
    kept += cv::sum(map(inside))[0];
    rival += largest_rival(map, inside);
    total += cv::sum(map)[0];
  }
  // The parts are added in another order than the whole, so that they may come out above it in the last bits.
  const auto share = [&](double part) { return std::min(part / total, 1.0); };
  return total > 0 ? PathShares{share(kept), share(rival)} : PathShares{};
}

}  // namespace smartcrop
