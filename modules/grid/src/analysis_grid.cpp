#include "smartcrop/grid/analysis_grid.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

#include "smartcrop/core/text.hpp"

namespace smartcrop {
namespace {

constexpr int kMaxPerAxis = 1000;

/// Position i of n in a room of r px: i r / (n - 1), or r / 2 where n is 1, rounded down to even.
std::vector<int> axis_positions(std::int64_t room, int count) {
  std::vector<int> positions;
  positions.reserve(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t position = count == 1 ? room / 2 : i * room / (count - 1);
    positions.push_back(static_cast<int>(position - position % 2));
  }
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
  return positions;
}

}  // namespace

GridShape parse_grid_shape(std::string_view text) {
  const auto count = parse_number<int>(text);
  const auto shape = count ? std::optional(cv::Size(*count, *count)) : parse_size_text(text);
  const auto is_count = [](int n) { return n >= 1 && n <= kMaxPerAxis; };
  if (shape && is_count(shape->width) && is_count(shape->height)) return {shape->width, shape->height};
  throw std::invalid_argument(
      "grid '" + std::string(text) +
      "' is not N or NxM (columns x rows) with whole numbers from 1 to 1000, such as 5x5");
}

std::vector<cv::Point> analysis_grid(cv::Size frame, cv::Size crop, GridShape shape) {
  if (crop.width <= 0 || crop.height <= 0 || crop.width > frame.width || crop.height > frame.height) {
    throw std::invalid_argument("crop " + size_text(crop) + " must be at least 1x1 and at most the frame, " +
                                size_text(frame));
  }
  if (shape.columns < 1 || shape.rows < 1) {
    throw std::invalid_argument("grid " + size_text({shape.columns, shape.rows}) + " must be at least 1x1");
  }
  const std::vector<int> xs = axis_positions(frame.width - crop.width, shape.columns);
  const std::vector<int> ys = axis_positions(frame.height - crop.height, shape.rows);
  std::vector<cv::Point> positions;
  positions.reserve(xs.size() * ys.size());
  for (const int y : ys) {
    for (const int x : xs) positions.emplace_back(x, y);
  }
  return positions;
}

}  // namespace smartcrop
