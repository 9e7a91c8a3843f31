#pragma once

#include "smartcrop/analysis/scenes.hpp"
#include "smartcrop/plan/analysis_document.hpp"
#include "smartcrop/visualize/drawing.hpp"

namespace smartcrop {

/// Options of timeline_chart().
struct TimelineChartOptions {
  int width_px = 960;      ///< 280 or more
  int row_height_px = 64;  ///< of each metric's plot, 12 or more
  /// For the strip below a video: names stand left of the plots, without numbers and units, and
  /// kCompactMargin_px on the right is left free for the current values.
  bool compact = false;
  /// Scenes of the plan: their speeds get a plot below the metrics; empty = no such plot. Ignored if
  /// `compact`.
  std::vector<SceneRow> scenes = {};

  std::vector<std::string> problems() const;
};

inline constexpr double kCompactMargin_px = 56;

/// The time axis of a chart.
struct TimeAxis {
  double left_px = 0, right_px = 0;
  double start_s = 0, end_s = 1;

  double x(double time_s) const {
    return left_px + (time_s - start_s) / (end_s - start_s) * (right_px - left_px);
  }
};

struct TimelineChart {
  Drawing drawing;
  TimeAxis axis;
  struct Plot {
    std::string name;
    Ink ink = Ink::text;
    std::vector<std::optional<double>> values;  ///< one per step of the timeline
    double top_px = 0, bottom_px = 0;
  };
  std::vector<Plot> plots;  ///< all but that of the speeds
};

/// Plots over time, one below the other on one axis: the share of what matters inside the window of the first
/// aspect ratio, how certain the choice is, and each metric in the timeline. The mean of each step is a
/// column, the mean of a shot a line; shot boundaries are dashed lines, with the shots' numbers if there is
/// room. Throws std::invalid_argument for a document without a timeline and for options out of range.
TimelineChart timeline_chart(const AnalysisDocument& analysis, const TimelineChartOptions& options = {});

/// The score of every grid window by every strategy: one table of cells per strategy, lighter = better, the
/// best window outlined, with numbers if they fit into the cells. Scores are relative to the grid, 0 to 100.
/// `width_px`: 280 or more, else std::invalid_argument; the height follows from it. Without positions the
/// drawing is empty.
Drawing score_chart(const AspectAnalysis& aspect, int width_px = 960);

}  // namespace smartcrop
