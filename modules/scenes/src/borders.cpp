#include "smartcrop/scenes/borders.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <stdexcept>

#include "smartcrop/core/error.hpp"

namespace smartcrop {
namespace {

/// A last row of a bar lighter than this, codes, has some picture in its cells.
constexpr double kMixedCellCode = 0.75;

/// Rows of the map as seen from one side: line 0 is the outermost, `at(line, i)` its cells.
class Lines {
 public:
  Lines(const cv::Mat& luma, Side side) : luma_(luma), side_(side) {}

  int count() const { return sideways() ? luma_.cols : luma_.rows; }
  int length() const { return sideways() ? luma_.rows : luma_.cols; }
  double at(int line, int i) const {
    if (side_ == Side::bottom || side_ == Side::right) line = count() - 1 - line;
    return kMapUnit * (sideways() ? luma_.at<std::uint16_t>(i, line) : luma_.at<std::uint16_t>(line, i));
  }

 private:
  bool sideways() const { return side_ == Side::left || side_ == Side::right; }

  const cv::Mat& luma_;
  Side side_;
};

struct Bar {
  int lines = 0;
  double edge_share = 0;
};

Bar bar_at(const Lines& lines, const BorderOptions& options) {
  double level = 0;
  for (int i = 0; i < lines.length(); ++i) level += lines.at(0, i);
  level /= lines.length();
  if (level > options.max_black_code) return {};
  // How far the line's cells are from the bar's level, at most.
  const auto deviation = [&](int line) {
    double largest = 0;
    for (int i = 0; i < lines.length() && largest <= options.max_deviation_code; ++i) {
      largest = std::max(largest, std::abs(lines.at(line, i) - level));
    }
    return largest;
  };
  Bar bar;
  double last = 0;
  for (; bar.lines < lines.count(); ++bar.lines) {
    const double now = deviation(bar.lines);
    if (now > options.max_deviation_code) break;
    last = now;
  }
  if (bar.lines == lines.count()) return bar;
  if (bar.lines > 0 && last > kMixedCellCode) --bar.lines;
  if (bar.lines == 0) return bar;
  // The first two lines inside may hold both bar and picture.
  const int inside = std::min(bar.lines + 2, lines.count() - 1);
  int lighter = 0;
  for (int i = 0; i < lines.length(); ++i) lighter += lines.at(inside, i) - level >= options.min_step_code;
  bar.edge_share = static_cast<double>(lighter) / lines.length();
  return bar;
}

using Bars = std::array<int, kSideCount>;  // cells

/// What a shot shows of one side.
struct Evidence {
  int cells = 0;      ///< black and even in every frame
  bool edge = false;  ///< and a picture begins there
};

std::array<Evidence, kSideCount> evidence_of(std::span<const FrameBorders> frames,
                                             const MapGeometry& geometry, const BorderOptions& options) {
  const cv::Size map = geometry.map_size();
  std::array<Evidence, kSideCount> found;
  for (int side = 0; side < kSideCount; ++side) {
    const int all = side < 2 ? map.height : map.width;
    int cells = all;
    int share = 0;
    for (const FrameBorders& frame : frames) {
      const int bar = frame.bar_cells[side];
      if (bar > cells || bar == all) continue;
      share = bar < cells ? frame.edge_share[side] : std::max<int>(share, frame.edge_share[side]);
      cells = bar;
    }
    const bool edge =
        cells > 0 && cells <= options.max_bar_share * all && share >= options.min_edge_share * 255;
    found[side] = {cells, edge};
  }
  return found;
}

cv::Rect picture_within(const Bars& bars, const MapGeometry& geometry) {
  const cv::Size map = geometry.map_size();
  const int left = bars[2] * geometry.block;
  const int top = bars[0] * geometry.block;
  // The last cell of an axis may be narrower than a block.
  const int right = bars[3] == 0 ? geometry.source.width : (map.width - bars[3]) * geometry.block;
  const int bottom = bars[1] == 0 ? geometry.source.height : (map.height - bars[1]) * geometry.block;
  return {left, top, right - left, bottom - top};
}

std::uint8_t in_255ths(double share) {
  return static_cast<std::uint8_t>(std::lround(share * 255));
}

}  // namespace

std::vector<std::string> BorderOptions::problems() const {
  std::vector<std::string> found;
  const auto check = [&](bool ok, const char* problem) {
    if (!ok) found.emplace_back(problem);
  };
  check(max_black_code >= 0 && max_black_code <= 255, "max_black_code must be 0..255");
  check(max_deviation_code > 0 && max_deviation_code <= 255,
        "max_deviation_code must be above 0 and at most 255");
  check(min_step_code > 0 && min_step_code <= 255, "min_step_code must be above 0 and at most 255");
  check(min_edge_share >= 0 && min_edge_share <= 1, "min_edge_share must be 0..1");
  check(max_bar_share >= 0 && max_bar_share < 0.5, "max_bar_share must be at least 0 and below 0.5");
  return found;
}

FrameBorders frame_borders(const SmallFrame& frame, const BorderOptions& options) {
  throw_if_any("borders", options.problems());
  if (frame.luma.empty() || frame.luma.type() != CV_16UC1) {
    throw std::invalid_argument("borders: luma must be a CV_16UC1 map that is not empty");
  }
  FrameBorders borders;
  borders.index = frame.index;
  for (int side = 0; side < kSideCount; ++side) {
    const Bar bar = bar_at(Lines(frame.luma, static_cast<Side>(side)), options);
    borders.bar_cells[side] = static_cast<std::uint16_t>(bar.lines);
    borders.edge_share[side] = in_255ths(bar.edge_share);
  }
  return borders;
}

std::vector<cv::Rect> active_pictures(std::span<const FrameBorders> frames, const MapGeometry& geometry,
                                      std::span<const Shot> shots, const BorderOptions& options) {
  throw_if_any("borders", options.problems());
  std::vector<std::array<Evidence, kSideCount>> found;
  for (const Shot& shot : shots) {
    const auto before = [](const FrameBorders& borders, FrameIndex index) { return borders.index < index; };
    const auto first = std::lower_bound(frames.begin(), frames.end(), shot.start_frame, before);
    const auto last = std::lower_bound(first, frames.end(), shot.end_frame, before);
    found.push_back(evidence_of({first, last}, geometry, options));
  }
  // The narrowest bar of those with an edge is what the video's shots agree on.
  std::array<std::optional<int>, kSideCount> agreed;
  for (const auto& sides : found) {
    for (int side = 0; side < kSideCount; ++side) {
      if (sides[side].edge)
        agreed[side] = std::min(agreed[side].value_or(sides[side].cells), sides[side].cells);
    }
  }
  std::vector<cv::Rect> pictures;
  for (const auto& sides : found) {
    Bars bars{};
    for (int side = 0; side < kSideCount; ++side) {
      const Evidence& evidence = sides[side];
      if (evidence.edge) {
        bars[side] = evidence.cells;
      } else if (agreed[side] && evidence.cells >= *agreed[side]) {
        bars[side] = *agreed[side];
      }
    }
    pictures.push_back(picture_within(bars, geometry));
  }
  return pictures;
}

}  // namespace smartcrop
