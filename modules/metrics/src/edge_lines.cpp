#include "edge_lines.hpp"

#include <algorithm>
#include <opencv2/core.hpp>

namespace smartcrop::internal {
namespace {

/// A line of cells is dark up to this mean, in map units: video black (16), noise, and the ringing of a
/// bright picture beside it.
constexpr auto kDark = static_cast<float>(40 / kMapUnit);
/// Single lines behind them.
constexpr int kLinesBeyond = 16;

/// An outermost line of cells with at most this share of the next one's luma may hold a bar thinner than a
/// cell.
constexpr float kThinBar = 0.9F;

/// Means of the lines of cells from `side` inwards, up to the middle of the map.
std::vector<float> means_of_cells(const cv::Mat& map, Side side) {
  const bool across = side == Side::left || side == Side::right;
  const int count = across ? map.cols : map.rows;
  const int half = (count + 1) / 2;
  const bool from_end = side == Side::bottom || side == Side::right;
  const cv::Range lines = from_end ? cv::Range(count - half, count) : cv::Range(0, half);
  cv::Mat means;
  cv::reduce(across ? map.colRange(lines) : map.rowRange(lines), means, across ? 0 : 1, cv::REDUCE_AVG,
             CV_32F);
  std::vector<float> result(means.begin<float>(), means.end<float>());
  if (from_end) std::reverse(result.begin(), result.end());
  return result;
}

/// Lines of cells about the end of what is black, from `side` inwards; 0 if nothing is.
int lines_of_cells(const cv::Mat& map, Side side) {
  constexpr int kMore = 2;
  const std::vector<float> means = means_of_cells(map, side);
  const bool has_next = means.size() > 1;
  if (means[0] > kDark && !(has_next && means[0] <= kThinBar * means[1])) return 0;
  const auto light = std::find_if(means.begin(), means.end(), [](float mean) { return mean > kDark; });
  const auto count = side == Side::left || side == Side::right ? map.cols : map.rows;
  return std::min(count, static_cast<int>(light - means.begin()) + kMore);
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

/// Sums of 32 bits: a line is at most 16384 pixels long.
template <class Pixel>
std::vector<std::uint32_t> sums_of_lines(const cv::Mat& luma, Side side, int count) {
  std::vector<std::uint32_t> sums(static_cast<std::size_t>(count));
  const bool across = side == Side::left || side == Side::right;
  const int first = side == Side::bottom ? luma.rows - count : side == Side::right ? luma.cols - count : 0;
  if (across) {
    for (int y = 0; y < luma.rows; ++y) {
      const Pixel* row = luma.ptr<Pixel>(y) + first;
      std::uint32_t* const sum = sums.data();
      for (int i = 0; i < count; ++i) sum[i] += row[i];
    }
  } else {
    for (int i = 0; i < count; ++i) {
      const Pixel* row = luma.ptr<Pixel>(first + i);
      std::uint32_t sum = 0;
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
    for (const std::uint32_t sum : sums)
      means.push_back(
          static_cast<std::uint16_t>(((std::uint64_t{sum} << kMapFractionBits) + unit / 2) / unit));
  }
  return lines;
}

}  // namespace smartcrop::internal
