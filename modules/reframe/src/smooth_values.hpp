#pragma once

#include <vector>

namespace smartcrop::internal {

/// How a series is extended beyond its ends for smoothing.
enum class Ends {
  cut,       ///< nothing: the mean is of what there is
  repeated,  ///< the first and the last value
};

/// Gaussian means of a series, `sigma` in steps, reaching 4 sigma on either side; sigma <= 0: as it is.
std::vector<double> smoothed(const std::vector<double>& values, double sigma, Ends ends);

/// The middle of the straight line fitted to the values around each, with Gaussian weights of `sigma` steps
/// that reach 2.5 sigma: unlike a mean it does not lag behind steady motion, nor at the ends.
std::vector<double> line_smoothed(const std::vector<double>& values, double sigma);

}  // namespace smartcrop::internal
