#pragma once

#include <vector>

namespace smartcrop::internal {

/// What stands beyond the ends of a series while it is smoothed.
enum class Ends {
  cut,       ///< nothing: the mean is of what there is
  repeated,  ///< the first and the last value
};

/// Gaussian means of a series, `sigma` in steps, reaching 4 sigma on either side; sigma <= 0: as it is.
std::vector<double> smoothed(const std::vector<double>& values, double sigma, Ends ends);

}  // namespace smartcrop::internal
