#include "smartcrop/importance/insets.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <opencv2/core.hpp>
#include <optional>
#include <utility>

#include "staying_lines.hpp"

namespace smartcrop {
namespace {

using internal::EdgeFit;
using internal::StayingLine;
using internal::StayingLines;

constexpr int kFewestComparisons = 5;
/// Sides of an inset: shortest, as a share of the frame's side; largest area, as a share of the frame's;
/// width over height.
constexpr double kShortestShare = 0.12, kLargest = 0.4, kNarrowest = 0.5, kWidest = 2.6;
/// A line covers kCovered of its side. One of four lines may cover kWeaklyCovered, where the pictures are
/// alike beside the edge, if the others cover kSurelyCovered.
constexpr double kCovered = 0.8, kWeaklyCovered = 0.45, kSurelyCovered = 0.95;
/// A line goes on beyond a corner if it covers kBeyond of the next kBeyondCells cells. Two of eight ends may.
constexpr double kBeyond = 0.5;
constexpr int kBeyondCells = 8, kMostOpenEnds = 2;
/// Each side that is a line adds this to the mean covered share.
constexpr double kPerLine = 0.05;
/// An edge is exact within these, cells.
constexpr double kTilt = 0.4, kJitter = 0.3;
/// The picture changes beside an edge in kChangedShare of the cells up to kBeside from it, as for seams;
/// inside in kAlive of all cells.
constexpr double kChangedShare = 0.1, kAlive = 0.003;
constexpr int kBeside = 12;
/// Lines nearer to a side of the frame are that side, cells.
constexpr int kAtFrame = 3;

/// A side of a rectangle.
struct SideLine {
  int line = 0;
  bool is_frame = false;  ///< the frame's own side
};

enum SideIndex : std::size_t { kLeft, kRight, kTop, kBottom };

using Rectangle = std::array<SideLine, 4>;

cv::Rect cells_of(const Rectangle& sides) {
  return {cv::Point(sides[kLeft].line, sides[kTop].line), cv::Point(sides[kRight].line, sides[kBottom].line)};
}

/// The two sides at which a side ends.
std::pair<SideLine, SideLine> ends_of(const Rectangle& sides, std::size_t side) {
  return side <= kRight ? std::pair(sides[kTop], sides[kBottom]) : std::pair(sides[kLeft], sides[kRight]);
}

/// The places where a side can be, ascending.
std::vector<SideLine> possible_sides(const StayingLines& lines) {
  std::vector<SideLine> sides{{0, true}, {lines.count(), true}};
  for (const StayingLine& line : lines.lines())
    if (line.line >= kAtFrame && line.line < lines.count() - kAtFrame &&
        std::ranges::find(sides, line.line, &SideLine::line) == sides.end())
      sides.push_back({line.line, false});
  std::ranges::stable_sort(sides, {}, &SideLine::line);
  return sides;
}

/// How lines cover the sides of a rectangle that are not the frame's.
struct Coverage {
  int lines = 0;
  double sum = 0;          ///< of the covered shares
  int weak = 0, sure = 0;  ///< sides covered by less than kCovered; by kSurelyCovered or more
  int open_ends = 0;       ///< ends that go on beyond a corner, or do not reach the frame's side

  /// Four lines that end at their corners.
  bool is_closed() const { return lines == 4 && open_ends == 0; }
  bool is_inset() const {
    if (weak > 0) return is_closed() && weak == 1 && sure == 3;
    return open_ends <= (lines == 4 ? kMostOpenEnds : 0);
  }
  double sureness() const { return sum / lines + kPerLine * lines; }
};

class InsetSearch {
 public:
  InsetSearch(std::span<const EdgeComparison> comparisons, const MapGeometry& geometry)
      : geometry_(geometry),
        map_(geometry.map_size()),
        columns_(comparisons, &EdgeComparison::columns, map_.width, map_.height),
        rows_(comparisons, &EdgeComparison::rows, map_.height, map_.width) {
    for (const EdgeComparison& comparison : comparisons) {
      cv::Mat changed;
      comparison.changed.convertTo(changed, CV_32F, 1.0 / 255 / static_cast<double>(comparisons.size()));
      changed_ = changed_.empty() ? changed : cv::Mat(changed_ + changed);
    }
  }

  std::vector<Inset> find() const {
    std::vector<Found> found = all_insets();
    std::ranges::stable_sort(found, std::greater(), &Found::sureness);
    std::vector<Found> kept;
    for (const Found& inset : found)
      if (std::ranges::none_of(kept,
                               [&](const Found& other) { return (other.cells & inset.cells).area() > 0; }))
        kept.push_back(inset);
    std::vector<Inset> insets;
    insets.reserve(kept.size());
    for (const Found& inset : kept) insets.push_back(inset.inset);
    return insets;
  }

 private:
  struct Found {
    double sureness;
    cv::Rect cells;
    Inset inset;
  };

  std::vector<Found> all_insets() const {
    std::vector<Found> found;
    const std::vector<SideLine> across = possible_sides(columns_), down = possible_sides(rows_);
    for (auto left = across.begin(); left != across.end(); ++left)
      for (auto right = left + 1; right != across.end(); ++right)
        for (auto top = down.begin(); top != down.end(); ++top)
          for (auto bottom = top + 1; bottom != down.end(); ++bottom) {
            const Rectangle sides{*left, *right, *top, *bottom};
            const auto coverage = has_shape(sides) ? coverage_of(sides) : std::nullopt;
            if (!coverage || !coverage->is_inset()) continue;
            if (const auto inset = inset_of(sides, *coverage))
              found.push_back({coverage->sureness(), cells_of(sides), *inset});
          }
    return found;
  }

  /// Whether size and shape are those of an inset. A picture between two sides of the frame is a part of a
  /// split screen.
  bool has_shape(const Rectangle& sides) const {
    if ((sides[kLeft].is_frame && sides[kRight].is_frame) ||
        (sides[kTop].is_frame && sides[kBottom].is_frame))
      return false;
    const cv::Rect box = cells_of(sides);
    const auto is_long = [](int side, int frame) {
      return side >= std::max<double>(internal::kShortestInsetSide, kShortestShare * frame);
    };
    return is_long(box.width, map_.width) && is_long(box.height, map_.height) &&
           box.area() <= kLargest * map_.area() && box.width >= kNarrowest * box.height &&
           box.width <= kWidest * box.height;
  }

  const StayingLines& lines_along(std::size_t side) const { return side <= kRight ? columns_ : rows_; }

  /// nullopt if a line misses.
  std::optional<Coverage> coverage_of(const Rectangle& sides) const {
    Coverage coverage;
    for (std::size_t i = 0; i < sides.size(); ++i) {
      if (sides[i].is_frame) continue;
      const StayingLines& lines = lines_along(i);
      const auto [from, to] = ends_of(sides, i);
      const int line = sides[i].line;
      const double share = lines.covered(line, from.line + 1, to.line - 1);
      if (share < kWeaklyCovered) return std::nullopt;
      ++coverage.lines;
      coverage.sum += share;
      coverage.weak += share < kCovered;
      coverage.sure += share >= kSurelyCovered;
      const int before = from.line - 1 - kBeyondCells, after = to.line + 2;
      const int last = lines.length() - kBeyondCells;
      coverage.open_ends +=
          from.is_frame ? !goes_on(lines, line, 0) : before >= 0 && goes_on(lines, line, before);
      coverage.open_ends +=
          to.is_frame ? !goes_on(lines, line, last) : after <= last && goes_on(lines, line, after);
    }
    return coverage;
  }

  static bool goes_on(const StayingLines& lines, int line, int first) {
    return lines.covered(line, first, first + kBeyondCells) > kBeyond;
  }

  /// The picture inside; nullopt if its edges are not exact or it does not change.
  std::optional<Inset> inset_of(const Rectangle& sides, const Coverage& coverage) const {
    std::array<double, 4> places{};
    bool changes_apart = coverage.is_closed() && coverage.weak == 0;
    int inexact = 0;
    for (std::size_t i = 0; i < sides.size(); ++i) {
      places[i] = sides[i].line;
      if (sides[i].is_frame) continue;
      const auto [from, to] = ends_of(sides, i);
      const EdgeFit fit = lines_along(i).fit(sides[i].line, from.line, to.line);
      places[i] = fit.place;
      inexact += fit.tilt > kTilt || fit.jitter > kJitter;
      changes_apart = changes_apart && changes_beside(sides, i);
    }
    if (inexact > (coverage.is_closed() ? 1 : 0) || changed_share(cells_of(sides)) < kAlive)
      return std::nullopt;
    return Inset{pixels_inside(places), changes_apart && inexact == 0};
  }

  /// Whether the picture changes on both sides of an edge.
  bool changes_beside(const Rectangle& sides, std::size_t side) const {
    const auto [from, to] = ends_of(sides, side);
    const int length = to.line - from.line;
    for (const int first : {sides[side].line - kBeside, sides[side].line + 1}) {
      const cv::Rect band = side <= kRight ? cv::Rect(first, from.line, kBeside, length)
                                           : cv::Rect(from.line, first, length, kBeside);
      if (changed_share(band) < kChangedShare) return false;
    }
    return true;
  }

  /// Mean share of cells that change.
  double changed_share(const cv::Rect& cells) const {
    const cv::Rect blocks(cv::Point(cells.x / kChangedBlock, cells.y / kChangedBlock),
                          cv::Point((cells.br().x + kChangedBlock - 1) / kChangedBlock,
                                    (cells.br().y + kChangedBlock - 1) / kChangedBlock));
    const cv::Rect inside = blocks & cv::Rect({}, changed_.size());
    return inside.empty() ? 0 : cv::mean(changed_(inside))[0];
  }

  /// Whole source pixels between four places in cells; a quarter of a pixel may be missing.
  cv::Rect pixels_inside(const std::array<double, 4>& places) const {
    const auto first = [&](double place) { return cvCeil(place * geometry_.block - 0.25); };
    const auto end = [&](double place) { return cvFloor(place * geometry_.block + 0.25); };
    return cv::Rect(cv::Point(first(places[kLeft]), first(places[kTop])),
                    cv::Point(end(places[kRight]), end(places[kBottom]))) &
           cv::Rect({}, geometry_.source);
  }

  MapGeometry geometry_;
  cv::Size map_;
  StayingLines columns_, rows_;
  cv::Mat changed_;  ///< CV_32F: share of the cells of each block that changed, mean over time
};

}  // namespace

std::vector<Inset> find_insets(std::span<const EdgeComparison> comparisons, const MapGeometry& geometry) {
  if (std::ssize(comparisons) < kFewestComparisons) return {};
  return InsetSearch(comparisons, geometry).find();
}

}  // namespace smartcrop
