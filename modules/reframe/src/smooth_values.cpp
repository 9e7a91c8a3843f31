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

}  // namespace smartcrop::internal
