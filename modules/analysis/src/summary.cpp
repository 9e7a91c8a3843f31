#include "summary.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <opencv2/core.hpp>

namespace smartcrop::internal {
namespace {

/// Means of blocks of `factor` x `factor` cells; the last ones may be smaller.
cv::Mat reduced(const cv::Mat& values, int factor) {
  const auto count = [&](int side) { return (side + factor - 1) / factor; };
  cv::Mat means(count(values.rows), count(values.cols), CV_32FC1);
  for (int y = 0; y < means.rows; ++y) {
    const cv::Range rows(y * factor, std::min((y + 1) * factor, values.rows));
    for (int x = 0; x < means.cols; ++x) {
      const cv::Range columns(x * factor, std::min((x + 1) * factor, values.cols));
      means.at<float>(y, x) = static_cast<float>(cv::mean(values(rows, columns))[0]);
    }
  }
  return means;
}

}  // namespace

SamplingSummary summarize_sampling(const MetricRecord& metrics) {
  return {metrics.mode, metrics.frames_decoded, metrics.frames_measured, metrics.evenness, metrics.decoding};
}

MetricMaps summarize_maps(const Field& field, const std::optional<ShotImportance>& importance) {
  const cv::Size size = field.geometry.map_size();
  const int factor = (std::max(size.width, size.height) + kMostMapCells - 1) / kMostMapCells;
  MetricMaps maps;
  maps.cell_px = field.geometry.block * factor;
  maps.cells = {(size.width + factor - 1) / factor, (size.height + factor - 1) / factor};
  for (const Metric metric : kMetrics) {
    maps.maps[static_cast<std::size_t>(metric)] = metric_map(reduced(field.mean(metric), factor));
  }
  if (!importance || importance->size() == 0) return maps;
  const cv::Mat density = reduced(importance->mean_heat(), factor);
  const double mean = cv::mean(density)[0];
  maps.maps[kImportance] = metric_map(mean > 0 ? cv::Mat(density / mean) : density);
  return maps;
}

MetricCurves summarize_timeline(const MetricTimeline& metrics,
                                const std::optional<ShotImportance>& importance) {
  std::map<std::int64_t, MetricCurves::Step> steps;
  for (const MetricTimeline::Step& step : metrics.steps()) {
    MetricCurves::Step& all = steps[step.index];
    std::copy(step.mean.begin(), step.mean.end(), all.values.begin());
  }
  struct Mean {
    double sum = 0;
    int count = 0;
  };
  std::map<std::int64_t, Mean> amounts;
  if (importance) {
    const std::vector<double> sums = importance->map_sums();
    for (std::size_t t = 0; t < sums.size(); ++t) {
      Mean& mean =
          amounts[static_cast<std::int64_t>(std::floor(importance->time[t].value() / metrics.step_s()))];
      mean.sum += sums[t];
      ++mean.count;
    }
  }
  for (const auto& [index, mean] : amounts) steps[index].values[kImportance] = mean.sum / mean.count;
  MetricCurves timeline{metrics.step_s(), {}};
  for (auto& [index, step] : steps) {
    step.index = index;
    timeline.steps.push_back(step);
  }
  return timeline;
}

}  // namespace smartcrop::internal
