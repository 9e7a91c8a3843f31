#include "smartcrop/scenes/borders.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <stdexcept>

#include "smartcrop/core/error.hpp"

namespace smartcrop {
namespace {

/// A last row of a bar lighter than this, codes, has some picture in its cells.
constexpr double kMixedCellCode = 0.75;

/// Bars of one edge that differ by up to so many cells are one bar, as compression leaves it.
constexpr int kJitter = 2;

/// The map as seen from one side: line 0 is the outermost row or column. Values in 1/256 code.
struct Lines {
  Lines(const cv::Mat& luma, Side side) {
    const auto row = static_cast<std::ptrdiff_t>(luma.step1());
    const bool sideways = side == Side::left || side == Side::right;
    count = sideways ? luma.cols : luma.rows;
    length = sideways ? luma.rows : luma.cols;
    next_line = sideways ? 1 : row;
    next_cell = sideways ? row : 1;
    outermost = luma.ptr<std::uint16_t>();
    if (side == Side::bottom || side == Side::right) {
      outermost += next_line * (count - 1);
      next_line = -next_line;
    }
  }

  int at(int line, int i) const { return outermost[line * next_line + i * next_cell]; }

  /// How far the line's cells are from `level`, at most; may stop at the first that is further than `limit`.
  int deviation(int line, int level, int limit) const {
    int largest = 0;
    for (int i = 0; i < length && largest <= limit; ++i)
      largest = std::max(largest, std::abs(at(line, i) - level));
    return largest;
  }

  const std::uint16_t* outermost;
  std::ptrdiff_t next_line, next_cell;
  int count, length;
};

int in_map_units(double code) {
  return static_cast<int>(std::lround(code / kMapUnit));
}

struct Bar {
  int lines = 0;
  double edge_share = 0;
};

Bar bar_at(const Lines& lines, const BorderOptions& options) {
  std::int64_t sum = 0;
  for (int i = 0; i < lines.length; ++i) sum += lines.at(0, i);
  const int level = static_cast<int>(sum / lines.length);
  if (level > in_map_units(options.max_black_code)) return {};
  const int limit = in_map_units(options.max_deviation_code);
  Bar bar;
  int last = 0;
  for (; bar.lines < lines.count; ++bar.lines) {
    const int now = lines.deviation(bar.lines, level, limit);
    if (now > limit) break;
    last = now;
  }
  if (bar.lines == lines.count) return bar;
  if (bar.lines > 0 && last > in_map_units(kMixedCellCode)) --bar.lines;
  if (bar.lines == 0) return bar;
  // The first lines inside may hold both bar and picture.
  const int inside = std::min(bar.lines + 1 + kJitter, lines.count - 1);
  const int light = level + in_map_units(options.min_step_code);
  int lighter = 0;
  for (int i = 0; i < lines.length; ++i) lighter += lines.at(inside, i) >= light;
  bar.edge_share = static_cast<double>(lighter) / lines.length;
  return bar;
}

using Bars = std::array<int, kSideCount>;  // cells

/// The bar of one side over a shot.
struct ShotBar {
  int cells = 0;      ///< black and even in every frame
  bool edge = false;  ///< and a picture begins there
};
using ShotBars = std::array<ShotBar, kSideCount>;

/// What counts of a bar's cells have in common: the fewest, or the most frequent count where the fewest
/// differ from it only as compression makes them. `frames`: how many have each count, not empty.
int common_cells(const std::map<int, std::int64_t>& frames) {
  const int fewest = frames.begin()->first;
  const auto wider = frames.upper_bound(fewest + kJitter);
  const auto most = std::max_element(frames.begin(), wider,
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  // Wider bars are those of dark frames; where they are most, the fewest may be the only ones with an edge.
  std::int64_t others = 0;
  for (auto other = wider; other != frames.end(); ++other) others += other->second;
  return most->second > others ? most->first : fewest;
}

ShotBars bars_of(const BorderCounts& counts, const MapGeometry& geometry, const BorderOptions& options) {
  const cv::Size map = geometry.map_size();
  ShotBars found;
  for (int side = 0; side < kSideCount; ++side) {
    const int all = side < 2 ? map.height : map.width;
    std::map<int, std::int64_t> frames;
    for (const auto& [cells, count] : counts.by_cells[side]) frames[cells] = count.frames;
    const int cells = frames.empty() ? all : common_cells(frames);
    int share = 0;
    for (const auto& [wide, count] : counts.by_cells[side]) {
      if (wide <= cells + kJitter) share = std::max<int>(share, count.edge_share);
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

/// The picture of each shot. Bars that several shots agree on hold in dark shots, too.
std::vector<cv::Rect> pictures_of(const std::vector<ShotBars>& found, const MapGeometry& geometry) {
  // What the shots with an edge agree on.
  std::array<std::optional<int>, kSideCount> agreed;
  for (int side = 0; side < kSideCount; ++side) {
    std::map<int, std::int64_t> counts;
    for (const auto& sides : found) {
      if (sides[side].edge) ++counts[sides[side].cells];
    }
    if (!counts.empty()) agreed[side] = common_cells(counts);
  }
  std::vector<cv::Rect> pictures;
  for (const auto& sides : found) {
    Bars bars{};
    for (int side = 0; side < kSideCount; ++side) {
      const ShotBar& bar = sides[side];
      if (agreed[side] && bar.cells >= *agreed[side] - kJitter &&
          (!bar.edge || bar.cells <= *agreed[side] + kJitter)) {
        bars[side] = std::min(bar.cells, *agreed[side]);
      } else if (bar.edge) {
        bars[side] = bar.cells;
      }
    }
    pictures.push_back(picture_within(bars, geometry));
  }
  return pictures;
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

void BorderCounts::add(const FrameBorders& frame) {
  for (int side = 0; side < kSideCount; ++side) {
    Count& count = by_cells[side][frame.bar_cells[side]];
    ++count.frames;
    count.edge_share = std::max(count.edge_share, frame.edge_share[side]);
  }
}

BorderCounts& BorderCounts::operator+=(const BorderCounts& other) {
  for (int side = 0; side < kSideCount; ++side) {
    for (const auto& [cells, added] : other.by_cells[side]) {
      Count& count = by_cells[side][cells];
      count.frames += added.frames;
      count.edge_share = std::max(count.edge_share, added.edge_share);
    }
  }
  return *this;
}

cv::Rect active_picture(const BorderCounts& counts, const MapGeometry& geometry,
                        const BorderOptions& options) {
  throw_if_any("borders", options.problems());
  return pictures_of({bars_of(counts, geometry, options)}, geometry).front();
}

std::vector<cv::Rect> active_pictures(std::span<const FrameBorders> frames, const MapGeometry& geometry,
                                      std::span<const Shot> shots, const BorderOptions& options) {
  throw_if_any("borders", options.problems());
  std::vector<ShotBars> found;
  for (const Shot& shot : shots) {
    const auto before = [](const FrameBorders& borders, FrameIndex index) { return borders.index < index; };
    const auto first = std::lower_bound(frames.begin(), frames.end(), shot.start_frame, before);
    const auto last = std::lower_bound(first, frames.end(), shot.end_frame, before);
    BorderCounts counts;
    for (auto frame = first; frame != last; ++frame) counts.add(*frame);
    found.push_back(bars_of(counts, geometry, options));
  }
  return pictures_of(found, geometry);
}

}  // namespace smartcrop
