#include "edge_lines.hpp"

#include <algorithm>
#include <opencv2/core.hpp>

namespace smartcrop::internal {
namespace {

/// A line of cells is dark up to this mean, in map units: video black (16), noise, and the ringing of a
/// bright picture beside it.
constexpr double kDark = 40 / kMapUnit;
/// Single lines behind them.
constexpr int kLinesBeyond = 16;

/// An outermost line of cells with so much less than the next one may hold a bar thinner than a cell.
constexpr double kThinBar = 0.9;

double mean_of_line(const cv::Mat& map, Side side, int line) {
  const bool across = side == Side::left || side == Side::right;
  if (side == Side::bottom || side == Side::right) line = (across ? map.cols : map.rows) - 1 - line;
  return cv::mean(across ? map.col(line) : map.row(line))[0];
}

/// Lines of cells about the end of what is black, from `side` inwards; 0 where nothing is.
int lines_of_cells(const cv::Mat& map, Side side) {
  constexpr int kMore = 2;
  const int count = side == Side::left || side == Side::right ? map.cols : map.rows;
  const double outermost = mean_of_line(map, side, 0);
  if (outermost > kDark && (count < 2 || outermost > kThinBar * mean_of_line(map, side, 1))) return 0;
  int dark = 0;
  while (dark < (count + 1) / 2 && mean_of_line(map, side, dark) <= kDark) ++dark;
  return std::min(count, dark + kMore);
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

template <class Pixel>
std::vector<std::uint64_t> sums_of_lines(const cv::Mat& luma, Side side, int count) {
  std::vector<std::uint64_t> sums(static_cast<std::size_t>(count));
  const bool across = side == Side::left || side == Side::right;
  const int first = side == Side::bottom ? luma.rows - count : side == Side::right ? luma.cols - count : 0;
  if (across) {
    for (int y = 0; y < luma.rows; ++y) {
      const Pixel* row = luma.ptr<Pixel>(y) + first;
      for (int i = 0; i < count; ++i) sums[static_cast<std::size_t>(i)] += row[i];
    }
  } else {
    for (int i = 0; i < count; ++i) {
      const Pixel* row = luma.ptr<Pixel>(first + i);
      std::uint64_t sum = 0;
      for (int x = 0; x < luma.cols; ++x) sum += row[x];
      sums[static_cast<std::size_t>(i)] = sum;
    }
  }
  if (side == Side::bottom || side == Side::right) std::reverse(sums.begin(), sums.end());
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
    const bool across = stored == Side::left || stored == Side::right;
    const int length = across ? frame.luma.rows : frame.luma.cols;
    const int count =
        std::min(cells * small.geometry.block + kLinesBeyond, across ? frame.luma.cols : frame.luma.rows);
    const auto sums = frame.luma.depth() == CV_8U ? sums_of_lines<std::uint8_t>(frame.luma, stored, count)
                                                  : sums_of_lines<std::uint16_t>(frame.luma, stored, count);
    // Codes of b bits in units of 1/256 code of 8.
    const std::uint64_t unit = static_cast<std::uint64_t>(length) << (frame.bit_depth - 8);
    std::vector<std::uint16_t>& means = lines[static_cast<std::size_t>(i)];
    for (const std::uint64_t sum : sums)
      means.push_back(static_cast<std::uint16_t>(((sum << kMapFractionBits) + unit / 2) / unit));
  }
  return lines;
}

}  // namespace smartcrop::internal
