#include "smooth_values.hpp"

#include <algorithm>
#include <cmath>

namespace smartcrop::internal {

std::vector<double> smoothed(const std::vector<double>& values, double sigma, Ends ends) {
  if (!(sigma > 0) || values.empty()) return values;
  const auto n = std::ssize(values), reach = static_cast<std::ptrdiff_t>(std::lround(4 * sigma));
  std::vector<double> weights;
  for (std::ptrdiff_t d = 0; d <= reach; ++d)
    weights.push_back(std::exp(-0.5 * static_cast<double>(d * d) / (sigma * sigma)));
  std::vector<double> result;
  for (std::ptrdiff_t t = 0; t < n; ++t) {
    double sum = 0, total = 0;
    for (std::ptrdiff_t d = -reach; d <= reach; ++d) {
      if (ends == Ends::cut && (t + d < 0 || t + d >= n)) continue;
      const double weight = weights[static_cast<std::size_t>(std::abs(d))];
      sum += weight * values[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(t + d, 0, n - 1))];
      total += weight;
    }
    result.push_back(sum / total);
  }
  return result;
}

std::vector<double> line_smoothed(const std::vector<double>& values, double sigma) {
  const auto n = std::ssize(values), reach = static_cast<std::ptrdiff_t>(std::ceil(2.5 * sigma));
  std::vector<double> result = values;
  for (std::ptrdiff_t t = 0; t < n; ++t) {
    double w0 = 0, w1 = 0, w2 = 0, v0 = 0, v1 = 0;
    for (std::ptrdiff_t d = std::max(-reach, -t); d <= std::min(reach, n - 1 - t); ++d) {
      const auto x = static_cast<double>(d), value = values[static_cast<std::size_t>(t + d)];
      const double weight = std::exp(-0.5 * x * x / (sigma * sigma));
      w0 += weight;
      w1 += weight * x;
      w2 += weight * x * x;
      v0 += weight * value;
      v1 += weight * x * value;
    }
    const double determinant = w0 * w2 - w1 * w1;
    if (determinant > 1e-9) result[static_cast<std::size_t>(t)] = (w2 * v0 - w1 * v1) / determinant;
  }
  return result;
}

}  // namespace smartcrop::internal
