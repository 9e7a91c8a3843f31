#include "smartcrop/metrics/metric_timeline.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

namespace smartcrop {

MetricTimeline::MetricTimeline(double step_s) : step_s_(step_s) {
  if (!(step_s > 0))
    throw std::invalid_argument("timeline: step_s is " + std::to_string(step_s) + ", must be above 0");
}

void MetricTimeline::add(const FramePair& pair, const FrameSums& sums) {
  Bin& bin = bins_[static_cast<std::int64_t>(std::floor(pair.frame.time.value() / step_s_))];
  const cv::Size size = pair.frame.geometry.map_size();
  for (const Metric metric : kMetrics) {
    const auto m = static_cast<std::size_t>(metric);
    if (entry_of(metric).needs_previous && !pair.previous) continue;
    bin.sum[m] += sums[m];
    bin.cells[m] += size.area();
  }
}

MetricTimeline& MetricTimeline::operator+=(const MetricTimeline& other) {
  if (step_s_ != other.step_s_) throw std::invalid_argument("timeline: the steps of two timelines differ");
  for (const auto& [index, added] : other.bins_) add(index, added);
  return *this;
}

void MetricTimeline::add(std::int64_t index, const Bin& added) {
  Bin& bin = bins_[index];
  for (std::size_t m = 0; m < kMetricCount; ++m) {
    bin.sum[m] += added.sum[m];
    bin.cells[m] += added.cells[m];
  }
}

MetricTimeline MetricTimeline::coarsened(int factor) const {
  if (factor < 1)
    throw std::invalid_argument("timeline: factor is " + std::to_string(factor) + ", must be 1 or more");
  MetricTimeline result(step_s_ * factor);
  for (const auto& [index, bin] : bins_) {
    const std::int64_t below = index < 0 ? factor - 1 : 0;
    result.add((index - below) / factor, bin);
  }
  return result;
}

std::vector<MetricTimeline::Step> MetricTimeline::steps() const {
  std::vector<Step> steps;
  for (const auto& [index, bin] : bins_) {
    Step& step = steps.emplace_back(Step{index, {}});
    for (std::size_t m = 0; m < kMetricCount; ++m) {
      if (bin.cells[m] > 0)
        step.mean[m] = static_cast<double>(bin.sum[m]) * kMapUnit / static_cast<double>(bin.cells[m]);
    }
  }
  return steps;
}

double timeline_step_s(std::optional<double> range_s) {
  constexpr double kShort_s = 30, kLong_s = 3600;
  if (!range_s) return 1;
  if (*range_s <= kShort_s) return kFinestStep_s;
  return *range_s <= kLong_s ? 1 : 10;
}

}  // namespace smartcrop
