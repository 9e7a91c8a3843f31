#include "cell_maps.hpp"

#include <cmath>

namespace smartcrop::internal {

cv::Mat above_mean(const cv::Mat& map) {
  cv::Mat result = map - cv::mean(map)[0];
  cv::max(result, 0.0f, result);
  const double sum = cv::sum(result)[0];
  if (sum > 1e-9) result *= 1 / sum;
  return result;
}

cv::Mat gaussian_map(cv::Size size, double x, double y, double sigma_x, double sigma_y) {
  cv::Mat row(1, size.width, CV_32F), column(size.height, 1, CV_32F);
  for (int i = 0; i < size.width; ++i)
    row.at<float>(i) = static_cast<float>(std::exp(-0.5 * std::pow((i + 0.5 - x) / sigma_x, 2)));
  for (int j = 0; j < size.height; ++j)
    column.at<float>(j) = static_cast<float>(std::exp(-0.5 * std::pow((j + 0.5 - y) / sigma_y, 2)));
  return column * row;
}

void smooth_over_time(std::vector<cv::Mat>& maps, double sigma) {
  if (!(sigma > 0.1)) return;
  const int n = static_cast<int>(maps.size()), reach = static_cast<int>(std::ceil(2.5 * sigma));
  for (int t = 0; t < n; ++t) {
    cv::Mat sum = cv::Mat::zeros(maps.front().size(), CV_32F);
    double total = 0;
    for (int d = -reach; d <= reach; ++d) {
      if (t + d < 0 || t + d >= n) continue;
      const double w = std::exp(-0.5 * d * d / (sigma * sigma));
      cv::scaleAdd(maps[static_cast<std::size_t>(t + d)], w, sum, sum);
      total += w;
    }
    maps[static_cast<std::size_t>(t)] = sum * (1 / total);
  }
}

}  // namespace smartcrop::internal
