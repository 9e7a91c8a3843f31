#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>
#include <ranges>

namespace smartcrop {

/// Index of the item whose key (`key(item)`) is nearest to `value`; of two that are equally near, the first.
/// `items`: ascending by key, not empty.
template <std::ranges::random_access_range Range, class Value, class Key = std::identity>
std::size_t nearest_index(const Range& items, const Value& value, Key key = {}) {
  const auto after = std::ranges::lower_bound(items, value, {}, key);
  const auto i = static_cast<std::size_t>(after - std::ranges::begin(items));
  if (i == 0) return 0;
  if (after == std::ranges::end(items)) return i - 1;
  const Value low = std::invoke(key, *std::prev(after)), high = std::invoke(key, *after);
  return value - low <= high - value ? i - 1 : i;
}

}  // namespace smartcrop
