#include "smartcrop/visualize/timeline_strip.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "metric_words.hpp"

namespace smartcrop {
namespace {

using internal::short_number;

constexpr Theme kTheme = Theme::dark;  // as the darkened picture above
constexpr int kRow_px = 22, kText_px = 12;
/// The strip is laid out for pictures about this wide and scaled to others.
constexpr double kUsualWidth_px = 720;
constexpr int kLeastWidth_px = 280;
constexpr double kLeastScale = 0.5;  // gives text of 6 px, the smallest that can be drawn

}  // namespace

TimelineStrip::TimelineStrip(const AnalysisDocument& analysis, int width_px) {
  if (!analysis.timeline) throw std::invalid_argument("timeline strip: the analysis has no timeline");
  if (width_px < 2) throw std::invalid_argument("timeline strip: width_px must be 2 or more");
  timeline_ = *analysis.timeline;
  scale_ = std::max(1.0, width_px / kUsualWidth_px);
  if (width_px < kLeastWidth_px)
    scale_ = std::max(kLeastScale, static_cast<double>(width_px) / kLeastWidth_px);
  const int layout_px = std::max(kLeastWidth_px, static_cast<int>(std::ceil(width_px / scale_)));
  chart_ = timeline_chart(analysis, {.width_px = layout_px, .row_height_px = kRow_px, .compact = true});
  const cv::Mat chart = painted(chart_.drawing, kTheme, scale_);
  base_ = cv::Mat(chart.rows + chart.rows % 2, width_px, CV_8UC3, color_of(Ink::paper, kTheme));
  const cv::Rect seen = cv::Rect({}, chart.size()) & cv::Rect({}, base_.size());
  chart(seen).copyTo(base_(seen));
}

void TimelineStrip::paint(cv::Mat& bgr, Time time) const {
  base_.copyTo(bgr);
  Drawing moment;
  const double x = std::clamp(chart_.axis.x(time.value()), chart_.axis.left_px, chart_.axis.right_px);
  const auto index = static_cast<std::int64_t>(std::floor(time.value() / timeline_.step_s));
  const auto step = std::find_if(timeline_.steps.begin(), timeline_.steps.end(),
                                 [&](const MetricCurves::Step& s) { return s.index == index; });
  for (const TimelineChart::Plot& plot : chart_.plots) {
    moment.shapes.push_back(LineShape{{x, plot.top_px}, {x, plot.bottom_px}, Ink::text, 2});
    const std::optional<double> value =
        step != timeline_.steps.end() ? plot.values[static_cast<std::size_t>(step - timeline_.steps.begin())]
                                      : std::nullopt;
    moment.shapes.push_back(TextShape{value ? short_number(*value) : "\u2013",
                                      {chart_.axis.right_px + 8, plot.bottom_px - (kRow_px - kText_px) / 2.0},
                                      kText_px,
                                      plot.ink});
  }
  smartcrop::paint(bgr, moment, kTheme, scale_);
}

}  // namespace smartcrop
