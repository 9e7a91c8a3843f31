#include "smartcrop/importance/best_track.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace smartcrop {

std::vector<int> best_track(const cv::Mat& reward, double price) {
  if (reward.type() != CV_32FC1 || reward.empty())
    throw std::invalid_argument("best_track: reward must be CV_32FC1, not empty");
  const int steps = reward.rows, places = reward.cols;
  std::vector<float> cost_of(static_cast<std::size_t>(places));
  for (int d = 0; d < places; ++d) cost_of[static_cast<std::size_t>(d)] = static_cast<float>(price * d * d);
  cv::Mat from(steps, places, CV_32SC1);
  std::vector<float> best(reward.ptr<float>(0), reward.ptr<float>(0) + places), next(best.size());
  // Lower envelope of parabolas would be O(places); with 64..128 places the plain loop is as fast.
  for (int t = 1; t < steps; ++t) {
    const float* r = reward.ptr<float>(t);
    int* f = from.ptr<int>(t);
    int start = 0;
    for (int p = 0; p < places; ++p) {
      float top = -1e30f;
      int arg = start;
      // The best predecessor never moves left as p moves right (the price is convex), so the search starts
      // there.
      for (int q = start; q < places; ++q) {
        const float value =
            best[static_cast<std::size_t>(q)] - cost_of[static_cast<std::size_t>(std::abs(p - q))];
        if (value > top) top = value, arg = q;
      }
      start = arg;
      f[p] = arg;
      next[static_cast<std::size_t>(p)] = top + r[p];
    }
    best.swap(next);
  }
  std::vector<int> track(static_cast<std::size_t>(steps));
  int p = static_cast<int>(std::max_element(best.begin(), best.end()) - best.begin());
  for (int t = steps - 1; t >= 0; --t) {
    track[static_cast<std::size_t>(t)] = p;
    if (t > 0) p = from.at<int>(t, p);
  }
  return track;
}

std::vector<float> window_weights(int cells, double left, double window, double taper) {
  const double half = taper * window;
  // 0 well before the edge, 1 well behind it.
  const auto ramp = [&](double x, double edge, bool at_end) {
    if (at_end || half <= 0) return std::clamp(x - edge + 0.5, 0.0, 1.0);
    return std::clamp((x - edge + half) / (2 * half), 0.0, 1.0);
  };
  std::vector<float> weights(static_cast<std::size_t>(cells));
  for (int i = 0; i < cells; ++i) {
    const double x = i + 0.5, right = left + window;
    weights[static_cast<std::size_t>(i)] =
        static_cast<float>(std::min(ramp(x, left, left < 0.5), ramp(-x, -right, right > cells - 0.5)));
  }
  return weights;
}

cv::Mat profile(const cv::Mat& map, bool along_x) {
  cv::Mat sums;
  cv::reduce(map, sums, along_x ? 0 : 1, cv::REDUCE_SUM);
  return along_x ? sums : cv::Mat(sums.t());
}

cv::Mat window_sums(const cv::Mat& profiles, double window, int positions, double taper) {
  if (profiles.type() != CV_32FC1 || profiles.empty())
    throw std::invalid_argument("window_sums: profiles must be CV_32FC1, not empty");
  const int cells = profiles.cols;
  const double room = std::max(0.0, cells - window);
  cv::Mat weights(positions, cells, CV_32FC1);
  for (int p = 0; p < positions; ++p) {
    const double left = positions > 1 ? room * p / (positions - 1) : room / 2;
    const std::vector<float> row = window_weights(cells, left, window, taper);
    std::copy(row.begin(), row.end(), weights.ptr<float>(p));
  }
  return profiles * weights.t();
}

std::vector<double> best_centers(const cv::Mat& profiles, double share, double step_s, double inertia) {
  const int cells = profiles.cols, positions = cells;
  const double window = share * cells;
  const double cell_step = (cells - window) / (positions - 1);  // cells per position
  const double widths_per_position = cell_step / cells;
  const double price = inertia * widths_per_position * widths_per_position / (step_s * step_s);
  std::vector<double> centers;
  for (const int position : best_track(window_sums(profiles, window, positions, 0.5), price))
    centers.push_back(window / 2 + position * cell_step);
  return centers;
}

}  // namespace smartcrop
