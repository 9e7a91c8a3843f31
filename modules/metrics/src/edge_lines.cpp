#include "edge_lines.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <opencv2/core.hpp>

#include "smartcrop/core/vectorize.hpp"
#include "smartcrop/metrics/map_lines.hpp"

namespace smartcrop::internal {
namespace {

/// The cells of a black bar are darker, in map units: video black (16) and what compression adds.
constexpr int kLightest = static_cast<int>(40 / kMapUnit);
/// Lines behind a bar's last line of cells: what an encoder leaves of the picture in the bar (32 px, the
/// largest transform of H.265), and a few of the picture.
constexpr int kLinesBeyond = 40;

/// An outermost line of cells with at most this share of the next one's luma may hold a bar thinner than a
/// cell.
constexpr double kThinBar = 0.9;

double sum_of(const MapLines& lines, int line) {
  double sum = 0;
  for (int i = 0; i < lines.length(); ++i) sum += lines.at(line, i);
  return sum;
}

/// Black lines of cells from `side` inwards, and the next one; 0 if there is no bar.
int lines_of_cells(const cv::Mat& map, Side side) {
  const MapLines lines(map, side);
  const double outermost = sum_of(lines, 0);
  const bool is_light = outermost > static_cast<double>(kLightest) * lines.length();
  if (is_light && !(lines.count() > 1 && outermost <= kThinBar * sum_of(lines, 1))) return 0;
  return std::min(lines.end_of_even(0, 0, kLightest), lines.count() / 2) + 1;
}

/// The side of the stored picture that is displayed at `side`.
Side stored_side(Side side, const Orientation& orientation) {
  // Clockwise from the top: the side displayed on top after a turn by 90 degrees is the one stored left.
  constexpr std::array<Side, 4> kClockwise{Side::top, Side::right, Side::bottom, Side::left};
  const auto at = std::find(kClockwise.begin(), kClockwise.end(), side) - kClockwise.begin();
  const Side turned = kClockwise[static_cast<std::size_t>((at + 4 - orientation.clockwise_degrees / 90) % 4)];
  if (!orientation.mirrored || turned == Side::top || turned == Side::bottom) return turned;
  return turned == Side::left ? Side::right : Side::left;
}

/// Sums of 16 bits hold so many samples of 8.
constexpr int kMostAdded = 256;

SMARTCROP_VECTORIZE std::uint32_t sum_of(const std::uint8_t* row, int count) {
  constexpr int kLanes = 16;
  std::uint32_t sum = 0;
  while (count > 0) {
    std::array<std::uint16_t, kLanes> sums{};
    const int steps = std::min(count / kLanes, kMostAdded);
    for (int step = 0; step < steps; ++step, row += kLanes)
      for (std::size_t i = 0; i < kLanes; ++i) sums[i] = static_cast<std::uint16_t>(sums[i] + row[i]);
    for (const std::uint16_t one : sums) sum += one;
    count -= steps * kLanes;
    if (count < kLanes)
      for (; count > 0; --count) sum += *row++;
  }
  return sum;
}

SMARTCROP_VECTORIZE std::uint32_t sum_of(const std::uint16_t* row, int count) {
  std::uint32_t sum = 0;
  for (int i = 0; i < count; ++i) sum += row[i];
  return sum;
}

template <class Pixel, class Sum>
[[gnu::always_inline]] inline void add_to(const Pixel* row, int count, Sum* sums) {
  for (int i = 0; i < count; ++i) sums[i] = static_cast<Sum>(sums[i] + row[i]);
}

SMARTCROP_VECTORIZE void add(const std::uint8_t* row, int count, std::uint16_t* sums) {
  add_to(row, count, sums);
}
SMARTCROP_VECTORIZE void add(const std::uint16_t* row, int count, std::uint32_t* sums) {
  add_to(row, count, sums);
}

std::vector<std::uint32_t> sums_of_columns(const cv::Mat& luma, int first, int count) {
  std::vector<std::uint32_t> sums(static_cast<std::size_t>(count));
  if (luma.depth() == CV_16U) {
    for (int y = 0; y < luma.rows; ++y) add(luma.ptr<std::uint16_t>(y) + first, count, sums.data());
    return sums;
  }
  for (int y = 0; y < luma.rows;) {
    std::vector<std::uint16_t> part(sums.size());
    for (const int end = std::min(y + kMostAdded, luma.rows); y < end; ++y)
      add(luma.ptr<std::uint8_t>(y) + first, count, part.data());
    std::transform(sums.begin(), sums.end(), part.begin(), sums.begin(), std::plus<>());
  }
  return sums;
}

/// From `side` inwards. Sums of 32 bits: a line is at most 16384 pixels long.
std::vector<std::uint32_t> sums_of_lines(const cv::Mat& luma, Side side, int count) {
  const bool from_end = side == Side::bottom || side == Side::right;
  std::vector<std::uint32_t> sums;
  if (is_left_or_right(side)) {
    sums = sums_of_columns(luma, from_end ? luma.cols - count : 0, count);
  } else {
    sums.reserve(static_cast<std::size_t>(count));
    for (int y = from_end ? luma.rows - count : 0; static_cast<int>(sums.size()) < count; ++y)
      sums.push_back(luma.depth() == CV_8U ? sum_of(luma.ptr<std::uint8_t>(y), luma.cols)
                                           : sum_of(luma.ptr<std::uint16_t>(y), luma.cols));
  }
  if (from_end) std::reverse(sums.begin(), sums.end());
  return sums;
}

}  // namespace

EdgeLines edge_lines(const Frame& frame, const SmallFrame& small) {
  EdgeLines lines;
  for (int i = 0; i < kSideCount; ++i) {
    const auto side = static_cast<Side>(i);
    const int cells = lines_of_cells(small.luma, side);
    if (cells == 0) continue;
    const Side stored = stored_side(side, frame.orientation);
    const bool across = is_left_or_right(stored);
    const int length = across ? frame.luma.rows : frame.luma.cols;
    const int count =
        std::min(cells * small.geometry.block + kLinesBeyond, across ? frame.luma.cols : frame.luma.rows);
    const std::vector<std::uint32_t> sums = sums_of_lines(frame.luma, stored, count);
    // Codes of b bits in units of 1/256 code of 8.
    const std::uint64_t unit = static_cast<std::uint64_t>(length) << (frame.bit_depth - 8);
    std::vector<std::uint16_t>& means = lines[static_cast<std::size_t>(i)];
    for (const std::uint32_t sum : sums)
      means.push_back(
          static_cast<std::uint16_t>(((std::uint64_t{sum} << kMapFractionBits) + unit / 2) / unit));
  }
  return lines;
}

}  // namespace smartcrop::internal
