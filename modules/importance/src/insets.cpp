#include "smartcrop/importance/insets.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "smartcrop/importance/seams.hpp"

namespace smartcrop {
namespace {

constexpr int kFewestComparisons = 5;
/// A cell belongs to a line where a run covers it in this share of the comparisons.
constexpr double kPersistent = 0.6;
/// Share of a side that belongs to a line. Pictures can be alike beside an edge: of one of four sides the
/// second share is enough, if the others have the third.
constexpr double kCovered = 0.8, kWeaklyCovered = 0.45, kSurelyCovered = 0.95;
/// A line goes on beyond a corner where it does in this share of so many cells; two of the eight ends of four
/// sides may. Each line of a rectangle counts so much more than its share.
constexpr double kBeyond = 0.5, kPerLine = 0.05;
constexpr int kBeyondCells = 8;
/// Sides of an inset: shortest, cells and share of the frame's side; its largest share of the frame; width
/// over height.
constexpr int kShortestSide = 16;
constexpr double kShortestShare = 0.12, kLargest = 0.4, kNarrowest = 0.5, kWidest = 2.6;
/// Largest difference of the ends of a side from a level or upright line, cells, and root mean square of its
/// place over time.
constexpr double kTilt = 0.4, kJitter = 0.3, kSameEdge = 0.6;
/// The picture changes beside an edge in this share of the cells up to so far from it, as for seams;
/// somewhere inside in the second share.
constexpr double kChangedShare = 0.1, kAlive = 0.003;
constexpr int kBeside = 12;
/// Lines nearer than this to the frame's side are that.
constexpr int kAtFrame = 3;
constexpr std::size_t kMostLines = 48;

/// By the lengths of the runs.
template <typename Number>
double weighted_median(std::vector<EdgeRun>& runs, const Number& number) {
  std::ranges::stable_sort(runs, {}, number);
  int all = 0, sum = 0;
  for (const EdgeRun& run : runs) all += run.end - run.first;
  for (const EdgeRun& run : runs)
    if (2 * (sum += run.end - run.first) >= all) return number(run);
  return 0;
}

struct Line {
  int line = 0, first = 0, end = 0;
  double strength = 0;
};

/// Lines that stay, along columns or rows.
class StayingLines {
 public:
  /// `of(step)`: the runs. size: lines x cells of a line.
  template <typename Of>
  StayingLines(std::span<const SeamSteps> steps, cv::Size size, const Of& of)
      : share_(size.width, size.height, CV_32F, cv::Scalar(0)) {
    for (const SeamSteps& step : steps)
      for (const EdgeRun& run : of(step)) {
        runs_.push_back(run);
        for (int i = run.first; i < run.end; ++i)
          share_.at<float>(run.line, i) += 1 / static_cast<float>(steps.size());
      }
    // An edge may lie between two lines.
    cv::Mat near;
    cv::dilate(share_, near, cv::Mat::ones(3, 1, CV_8U));
    cv::integral(near >= kPersistent, covered_, CV_32S);
    find_lines(near);
  }

  const std::vector<Line>& lines() const { return lines_; }
  int count() const { return share_.rows; }
  int length() const { return share_.cols; }

  /// The share of the cells [first, end) of a line that belong to it.
  double covered(int line, int first, int end) const {
    first = std::max(first, 0), end = std::min(end, length());
    if (end <= first) return 0;
    const auto at = [&](int row, int i) { return covered_.at<int>(row, i); };
    return (at(line + 1, end) - at(line + 1, first) - at(line, end) + at(line, first)) / 255.0 /
           (end - first);
  }

  /// How the edge lies between two cells of a line.
  struct Fit {
    double place = 0, tilt = 0, jitter = 0;
  };
  Fit fit(int line, int first, int end) const {
    std::vector<EdgeRun> runs;
    for (const EdgeRun& run : runs_) {
      const int shared = std::min<int>(end, run.end) - std::max<int>(first, run.first);
      if (std::abs(run.line - line) <= 1 && 2 * shared >= run.end - run.first) runs.push_back(run);
    }
    if (runs.empty()) return {line + 0.5, 1, 1};
    // Other edges beside it do not count.
    const auto place = [](const EdgeRun& run) {
      return static_cast<double>(run.at_first + run.at_second) / 2;
    };
    const double usual = weighted_median(runs, place);
    std::vector<std::array<double, 3>> points;  // along, across, weight
    for (const EdgeRun& run : runs) {
      if (std::abs(place(run) - usual) > kSameEdge) continue;
      const double length = run.end - run.first;
      points.push_back({run.first + length / 4, static_cast<double>(run.at_first), length});
      points.push_back({run.end - length / 4, static_cast<double>(run.at_second), length});
    }
    double w = 0, along = 0, across = 0, aa = 0, ab = 0, bb = 0;
    for (const auto& [a, b, weight] : points) w += weight, along += weight * a, across += weight * b;
    along /= w, across /= w;
    for (const auto& [a, b, weight] : points) {
      aa += weight * (a - along) * (a - along);
      ab += weight * (a - along) * (b - across);
      bb += weight * (b - across) * (b - across);
    }
    const double slope = aa > 0 ? ab / aa : 0;
    return {across, std::abs(slope) * (end - first), std::sqrt(std::max(0.0, bb - slope * ab) / w)};
  }

 private:
  void find_lines(const cv::Mat& near) {
    for (int line = 0; line < count(); ++line) {
      Line now;
      int last = -1;
      const auto end_line = [&] {
        if (last >= 0 && last + 1 - now.first >= kShortestSide * 3 / 4) {
          now.line = line, now.end = last + 1;
          lines_.push_back(now);
        }
        last = -1;
      };
      for (int i = 0; i < length(); ++i) {
        if (near.at<float>(line, i) < kPersistent) continue;
        if (last >= 0 && i - last > kLongestEdgeGap) end_line();
        if (last < 0) now = {line, i, i, 0};
        last = i;
        now.strength += static_cast<double>(share_.at<float>(line, i));
      }
      end_line();
    }
    // The strongest of neighbors.
    std::ranges::stable_sort(lines_, std::greater(), &Line::strength);
    std::vector<Line> kept;
    for (const Line& line : lines_) {
      const bool is_near = std::ranges::any_of(kept, [&](const Line& other) {
        return std::abs(other.line - line.line) <= 1 && other.first < line.end && line.first < other.end;
      });
      if (!is_near && kept.size() < kMostLines) kept.push_back(line);
    }
    lines_ = std::move(kept);
  }

  std::vector<EdgeRun> runs_;
  cv::Mat share_;    ///< CV_32F, lines x cells: of the comparisons with a run there
  cv::Mat covered_;  ///< sums of what belongs to a line
  std::vector<Line> lines_;
};

/// A side of a rectangle: a line, or the frame's side.
struct Side {
  int line = 0;
  bool is_frame = false;
};

std::vector<Side> sides_of(const StayingLines& lines) {
  std::vector<Side> sides{{0, true}, {lines.count(), true}};
  for (const Line& line : lines.lines())
    if (line.line >= kAtFrame && line.line < lines.count() - kAtFrame &&
        std::ranges::none_of(sides,
                             [&](const Side& side) { return !side.is_frame && side.line == line.line; }))
      sides.push_back({line.line, false});
  std::ranges::stable_sort(sides, {}, &Side::line);
  return sides;
}

class InsetSearch {
 public:
  InsetSearch(std::span<const SeamSteps> steps, const MapGeometry& geometry)
      : geometry_(geometry),
        map_(geometry.map_size()),
        columns_(steps, map_, [](const SeamSteps& step) { return std::span(step.columns.runs); }),
        rows_(steps, {map_.height, map_.width},
              [](const SeamSteps& step) { return std::span(step.rows.runs); }) {
    for (const SeamSteps& step : steps) {
      cv::Mat changed;
      step.changed.convertTo(changed, CV_32F, 1.0 / 255 / static_cast<double>(steps.size()));
      changed_ = changed_.empty() ? changed : cv::Mat(changed_ + changed);
    }
  }

  std::vector<Inset> find() const {
    struct Found {
      double sureness;
      cv::Rect cells;
      Inset inset;
    };
    std::vector<Found> found;
    const std::vector<Side> across = sides_of(columns_), down = sides_of(rows_);
    for (std::size_t l = 0; l < across.size(); ++l)
      for (std::size_t r = l + 1; r < across.size(); ++r)
        for (std::size_t t = 0; t < down.size(); ++t)
          for (std::size_t b = t + 1; b < down.size(); ++b) {
            const std::array<Side, 4> sides{across[l], across[r], down[t], down[b]};
            const auto judgment = judge(sides);
            if (!judgment) continue;
            if (const auto inset = inset_of(sides, *judgment))
              found.push_back({judgment->sureness, cells_of(sides), *inset});
          }
    std::ranges::stable_sort(found, std::greater(), &Found::sureness);
    std::vector<Inset> insets;
    std::vector<cv::Rect> taken;
    for (const Found& f : found) {
      if (std::ranges::any_of(taken, [&](const cv::Rect& other) { return (other & f.cells).area() > 0; }))
        continue;
      taken.push_back(f.cells);
      insets.push_back(f.inset);
    }
    return insets;
  }

 private:
  static cv::Rect cells_of(const std::array<Side, 4>& s) {
    return {cv::Point(s[0].line, s[2].line), cv::Point(s[1].line, s[3].line)};
  }

  struct Judgment {
    double sureness = 0;
    bool is_closed = false;  ///< four lines that end at their corners
    bool is_weak = false;    ///< one of them is hardly seen
  };
  /// How much of the sides is edges; nullopt: no inset.
  std::optional<Judgment> judge(const std::array<Side, 4>& s) const {
    const cv::Rect box = cells_of(s);
    const double shape = box.height > 0 ? static_cast<double>(box.width) / box.height : 0;
    if (box.width < std::max<double>(kShortestSide, kShortestShare * map_.width) ||
        box.height < std::max<double>(kShortestSide, kShortestShare * map_.height) ||
        box.area() > kLargest * map_.area() || shape < kNarrowest || shape > kWidest)
      return std::nullopt;
    // At most one side of the frame along each axis: a picture between two is one of a split screen.
    if ((s[0].is_frame && s[1].is_frame) || (s[2].is_frame && s[3].is_frame)) return std::nullopt;
    const auto frames = std::ranges::count_if(s, &Side::is_frame);
    double sum = 0;
    int weak = 0, sure = 0, open = 0;
    for (std::size_t i = 0; i < s.size(); ++i) {
      if (s[i].is_frame) continue;
      const bool is_column = i < 2;
      const StayingLines& lines = is_column ? columns_ : rows_;
      const Side &from = is_column ? s[2] : s[0], &to = is_column ? s[3] : s[1];
      const int line = s[i].line;
      const double share = lines.covered(line, from.line + 1, to.line - 1);
      if (share < kWeaklyCovered) return std::nullopt;
      sum += share;
      weak += share < kCovered;
      sure += share >= kSurelyCovered;
      // A line ends at the corners, or reaches the frame's side.
      const int before = from.line - 1 - kBeyondCells, after = to.line + 2;
      if (from.is_frame ? !goes_on(lines, line, 0) : before >= 0 && goes_on(lines, line, before)) ++open;
      if (to.is_frame ? !goes_on(lines, line, lines.length() - kBeyondCells)
                      : after + kBeyondCells <= lines.length() && goes_on(lines, line, after))
        ++open;
    }
    if (weak > 0 && (frames > 0 || weak > 1 || open > 0 || sure < 3)) return std::nullopt;
    if (open > (frames == 0 ? 2 : 0)) return std::nullopt;
    const auto lines = static_cast<double>(4 - frames);
    return Judgment{sum / lines + kPerLine * lines, frames == 0 && open == 0, weak > 0};
  }

  static bool goes_on(const StayingLines& lines, int line, int first) {
    return lines.covered(line, first, first + kBeyondCells) > kBeyond;
  }

  /// What is inside, where the edges are exact and the picture changes.
  std::optional<Inset> inset_of(const std::array<Side, 4>& s, const Judgment& judgment) const {
    std::array<double, 4> places{};
    const cv::Rect cells = cells_of(s);
    bool changes_apart = judgment.is_closed && !judgment.is_weak;
    int inexact = 0;
    for (std::size_t i = 0; i < s.size(); ++i) {
      places[i] = s[i].line;
      if (s[i].is_frame) continue;
      const bool is_column = i < 2;
      const Side &from = is_column ? s[2] : s[0], &to = is_column ? s[3] : s[1];
      const auto fit = (is_column ? columns_ : rows_).fit(s[i].line, from.line, to.line);
      inexact += fit.tilt > kTilt || fit.jitter > kJitter;
      places[i] = fit.place;
      const int before = s[i].line - kBeside, after = s[i].line + 1;
      const int length = to.line - from.line;
      const auto band = [&](int at) {
        return is_column ? cv::Rect(at, from.line, kBeside, length)
                         : cv::Rect(from.line, at, length, kBeside);
      };
      changes_apart = changes_apart && changed_share(band(before)) >= kChangedShare &&
                      changed_share(band(after)) >= kChangedShare;
    }
    if (inexact > (judgment.is_closed ? 1 : 0) || changed_share(cells) < kAlive) return std::nullopt;
    const auto px = [&](double place, bool up) {
      const double at = place * geometry_.block;
      return static_cast<int>(up ? std::ceil(at - 0.25) : std::floor(at + 0.25));
    };
    changes_apart = changes_apart && inexact == 0;
    const cv::Point from(px(places[0], true), px(places[2], true)),
        to(px(places[1], false), px(places[3], false));
    return Inset{cv::Rect(from, to) & cv::Rect({}, geometry_.source), changes_apart};
  }

  double changed_share(const cv::Rect& cells) const {
    const cv::Rect blocks(cv::Point(cells.x / kChangedBlock, cells.y / kChangedBlock),
                          cv::Point((cells.br().x + kChangedBlock - 1) / kChangedBlock,
                                    (cells.br().y + kChangedBlock - 1) / kChangedBlock));
    const cv::Rect inside = blocks & cv::Rect({}, changed_.size());
    return inside.empty() ? 0 : cv::mean(changed_(inside))[0];
  }

  MapGeometry geometry_;
  cv::Size map_;
  StayingLines columns_, rows_;
  cv::Mat changed_;  ///< CV_32F: share of the cells of each block that changed, mean over time
};

}  // namespace

std::vector<Inset> find_insets(std::span<const SeamSteps> steps, const MapGeometry& geometry) {
  if (std::ssize(steps) < kFewestComparisons) return {};
  return InsetSearch(steps, geometry).find();
}

}  // namespace smartcrop
