#pragma once

#include <initializer_list>
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

/// Replaces the series that each of the members `numbers` makes over the items by `smooth` of it.
template <class Item, class Smooth>
void smooth_numbers(std::vector<Item>& items, std::initializer_list<double Item::*> numbers, Smooth smooth) {
  for (double Item::*number : numbers) {
    std::vector<double> values;
    values.reserve(items.size());
    for (const Item& item : items) values.push_back(item.*number);
    values = smooth(values);
    for (std::size_t i = 0; i < items.size(); ++i) items[i].*number = values[i];
  }
}

}  // namespace smartcrop::internal
