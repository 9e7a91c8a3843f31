#include "smartcrop/scenes/borders.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <numeric>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <stdexcept>

#include "smartcrop/core/conditions.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/metrics/map_lines.hpp"

namespace smartcrop {
namespace {

/// Ringing of encoders in a bar beside a bright picture: largest value of a cell, 8-bit codes, ...
constexpr double kRingingCode = 24;
/// ... and largest distance from the edge, px: the largest transform of H.265.
constexpr int kRinging_px = 32;

/// A picture's first line is lighter than the bar by this many codes on average, ...
constexpr double kLeastRise = 3;
/// ... and by this share of the rise of the next kNextLines lines. Less is a blurred last line of the bar.
constexpr double kRiseShare = 0.4;
constexpr int kNextLines = 4;

/// Compression changes the width of a bar over time by up to this many cells.
constexpr int kJitter = 2;

/// Share of a line's cells that are at least as light as `light`, but for `left_out` at either end.
double lighter_share(const MapLines& cells, int line, int light, int left_out) {
  int lighter = 0;
  for (int i = left_out; i < cells.length() - left_out; ++i) lighter += cells.at(line, i) >= light;
  return static_cast<double>(lighter) / (cells.length() - 2 * left_out);
}

int in_map_units(double code) {
  return static_cast<int>(std::lround(code / kMapUnit));
}

struct Bar {
  int px = 0;
  int inside = 0;  ///< line of cells beside it that is all picture; 0 if no edge was found
};

/// The first line of the picture among lines [from, to), by their mean luma: where it jumps and stays up.
std::optional<int> edge_in(const std::vector<std::uint16_t>& means, int from, int to, int level) {
  const int end = std::min(to, static_cast<int>(means.size()) - kNextLines);
  for (int line = std::max(1, from); line < end; ++line) {
    const auto here = means.begin() + line;
    const int rise = *here - level;
    if (rise < in_map_units(kLeastRise) || 2 * (*here - *(here - std::min(line, 2))) < rise) continue;
    const auto next = here + 1;
    const int lowest = *std::min_element(next, next + kNextLines) - level;
    const int mean = std::accumulate(next, next + kNextLines, 0) / kNextLines - level;
    if (2 * lowest >= rise && rise >= kRiseShare * mean) return line;
  }
  return std::nullopt;
}

/// `means`: of single lines, see SmallFrame::edge_lines.
Bar bar_at(const MapLines& cells, const std::vector<std::uint16_t>& means, int block,
           const BorderOptions& options) {
  if (means.empty() || means[0] > in_map_units(options.max_black_code)) return {};
  const int level = means[0];
  const int even = cells.end_of_even(0, level, in_map_units(options.max_deviation_code));
  const int quiet = cells.end_of_even(even, level, in_map_units(kRingingCode));
  // The last even line of cells, and the line in which quiet ones end, may hold both bar and picture.
  const int last = std::min(quiet, even + kRinging_px / block);
  if (const auto edge = edge_in(means, (even - 1) * block, (last + 1) * block, level))
    return {*edge, std::min(*edge / block + 2, cells.count() - 1)};
  return {quiet * block, 0};
}

/// Cells at either end of an edge that lie in the bars across it: a small picture in the middle has bars on
/// all sides. 0 where those are no pair.
int cells_in_bars_across(const Bar& one, const Bar& other, int block, int side_px,
                         const BorderOptions& options) {
  const bool is_pair = one.inside > 0 && other.inside > 0 && std::abs(one.px - other.px) <= kJitter * block;
  const int wider = std::max(one.px, other.px);
  return is_pair && wider <= options.max_bar_share * side_px ? (wider + block - 1) / block : 0;
}

using Bars = std::array<int, kSideCount>;  // px

/// The bar of one side over a shot.
struct ShotBar {
  int px = 0;         ///< black and even in every frame
  bool edge = false;  ///< and a picture begins there
};
using ShotBars = std::array<ShotBar, kSideCount>;

/// Of bars that differ from the narrowest only as compression makes them (`jitter`), the most frequent.
/// `bars`: by width, how many there are of it; not empty.
int common_width(const std::map<int, std::int64_t>& bars, int jitter) {
  return std::max_element(bars.begin(), bars.upper_bound(bars.begin()->first + jitter),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

ShotBars bars_of(const BorderCounts& counts, const MapGeometry& geometry, const BorderOptions& options) {
  const int jitter = kJitter * geometry.block;
  ShotBars found;
  for (int side = 0; side < kSideCount; ++side) {
    const auto& by_px = counts.by_px[side];
    const int all = side < 2 ? geometry.source.height : geometry.source.width;
    if (by_px.empty()) {
      found[side] = {all, false};
      continue;
    }
    const int narrowest = by_px.begin()->first;
    std::map<int, std::int64_t> edges;
    int share = 0;
    for (const auto& [px, count] : by_px) {
      if (px > narrowest + jitter || count.edge_share == 0) continue;
      edges[px] = count.frames;
      share = std::max<int>(share, count.edge_share);
    }
    const int px = edges.empty() ? narrowest : common_width(edges, jitter);
    found[side] = {px, px > 0 && px <= options.max_bar_share * all && share >= options.min_edge_share * 255};
  }
  return found;
}

cv::Rect picture_within(const Bars& bars, cv::Size frame) {
  return {bars[2], bars[0], frame.width - bars[2] - bars[3], frame.height - bars[0] - bars[1]};
}

/// The picture of each shot. Bars that several shots agree on hold in dark shots, too.
std::vector<cv::Rect> pictures_of(const std::vector<ShotBars>& found, const MapGeometry& geometry) {
  const int jitter = kJitter * geometry.block;
  // What the shots with an edge agree on.
  std::array<std::optional<int>, kSideCount> agreed;
  for (int side = 0; side < kSideCount; ++side) {
    std::map<int, std::int64_t> counts;
    for (const auto& sides : found) {
      if (sides[side].edge) ++counts[sides[side].px];
    }
    if (!counts.empty()) agreed[side] = common_width(counts, jitter);
  }
  std::vector<cv::Rect> pictures;
  for (const auto& sides : found) {
    Bars bars{};
    for (int side = 0; side < kSideCount; ++side) {
      const ShotBar& bar = sides[side];
      if (agreed[side] && bar.px >= *agreed[side] - jitter &&
          (!bar.edge || bar.px <= *agreed[side] + jitter)) {
        bars[side] = std::min(bar.px, *agreed[side]);
      } else if (bar.edge) {
        bars[side] = bar.px;
      }
    }
    pictures.push_back(picture_within(bars, geometry.source));
  }
  return pictures;
}

std::uint8_t in_255ths(double share) {
  return static_cast<std::uint8_t>(std::lround(share * 255));
}

}  // namespace

std::vector<std::string> BorderOptions::problems() const {
  return unmet({
      {max_black_code >= 0 && max_black_code <= 255, "max_black_code must be 0..255"},
      {max_deviation_code > 0 && max_deviation_code <= 255,
       "max_deviation_code must be above 0 and at most 255"},
      {min_step_code > 0 && min_step_code <= 255, "min_step_code must be above 0 and at most 255"},
      {min_edge_share >= 0 && min_edge_share <= 1, "min_edge_share must be 0..1"},
      {max_bar_share >= 0 && max_bar_share < 0.5, "max_bar_share must be at least 0 and below 0.5"},
  });
}

FrameBorders frame_borders(const SmallFrame& frame, const BorderOptions& options) {
  throw_if_any("borders", options.problems());
  if (frame.luma.empty() || frame.luma.type() != CV_16UC1) {
    throw std::invalid_argument("borders: luma must be a CV_16UC1 map that is not empty");
  }
  FrameBorders borders;
  borders.index = frame.index;
  const int block = frame.geometry.block;
  std::array<Bar, kSideCount> bars;
  for (int side = 0; side < kSideCount; ++side) {
    bars[side] =
        bar_at(MapLines(frame.luma, static_cast<Side>(side)), frame.edge_lines[side], block, options);
    borders.bar_px[side] = static_cast<std::uint16_t>(std::min(bars[side].px, UINT16_MAX));
  }
  const int across_top = cells_in_bars_across(bars[2], bars[3], block, frame.geometry.source.width, options);
  const int across_left =
      cells_in_bars_across(bars[0], bars[1], block, frame.geometry.source.height, options);
  for (int side = 0; side < kSideCount; ++side) {
    if (bars[side].inside == 0) continue;
    const int light = frame.edge_lines[side][0] + in_map_units(options.min_step_code);
    const MapLines cells(frame.luma, static_cast<Side>(side));
    borders.edge_share[side] =
        in_255ths(lighter_share(cells, bars[side].inside, light, side < 2 ? across_top : across_left));
  }
  return borders;
}

void BorderCounts::add(const FrameBorders& frame) {
  for (int side = 0; side < kSideCount; ++side) {
    Count& count = by_px[side][frame.bar_px[side]];
    ++count.frames;
    count.edge_share = std::max(count.edge_share, frame.edge_share[side]);
  }
}

BorderCounts& BorderCounts::operator+=(const BorderCounts& other) {
  for (int side = 0; side < kSideCount; ++side) {
    for (const auto& [px, added] : other.by_px[side]) {
      Count& count = by_px[side][px];
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
