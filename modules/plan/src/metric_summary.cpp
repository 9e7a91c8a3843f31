#include "smartcrop/plan/metric_summary.hpp"

#include <opencv2/core.hpp>
#include <stdexcept>
#include <string>

namespace smartcrop {

cv::Mat MetricMaps::map(std::size_t metric) const {
  const auto& found = maps.at(metric);
  if (!found) throw std::invalid_argument("no map of " + std::string(window_metric_name(metric)));
  // A view of the bytes, which convertTo() reads only.
  const cv::Mat bytes(cells, CV_8UC1, const_cast<std::uint8_t*>(found->cells.data()));
  cv::Mat values;
  bytes.convertTo(values, CV_32F, found->largest / 255);
  return values;
}

MetricMap metric_map(const cv::Mat& values) {
  MetricMap map;
  cv::minMaxLoc(values, nullptr, &map.largest);
  cv::Mat bytes;
  values.convertTo(bytes, CV_8U, map.largest > 0 ? 255 / map.largest : 0);
  map.cells.assign(bytes.begin<std::uint8_t>(), bytes.end<std::uint8_t>());
  return map;
}

}  // namespace smartcrop
