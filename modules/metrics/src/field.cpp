#include "smartcrop/metrics/field.hpp"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <string>

#include "smartcrop/core/parallel.hpp"

namespace smartcrop {
namespace {

constexpr std::size_t index_of(Metric metric) {
  return static_cast<std::size_t>(metric);
}

void check(const SmallFrame& frame, const MapGeometry& geometry) {
  const cv::Size size = geometry.map_size();
  const auto fits = [&](const cv::Mat& plane) { return plane.size() == size && plane.type() == CV_16UC1; };
  if (frame.geometry != geometry || !fits(frame.luma)) {
    throw std::invalid_argument("Field::add: a frame's geometry differs from the field's");
  }
  const bool gray = frame.cb.empty() && frame.cr.empty();
  if (!gray && (!fits(frame.cb) || !fits(frame.cr))) {
    throw std::invalid_argument("Field::add: a frame's chroma differs from its luma in size");
  }
}

}  // namespace

Field::Field(const MapGeometry& of) : geometry(of) {
  for (cv::Mat& map : sum) map = cv::Mat::zeros(geometry.map_size(), CV_64FC1);
}

Field::Field(const Field& other) : geometry(other.geometry), count(other.count) {
  for (std::size_t i = 0; i < kMetricCount; ++i) sum[i] = other.sum[i].clone();
}

Field& Field::operator=(const Field& other) {
  if (this != &other) *this = Field(other);
  return *this;
}

std::vector<FrameSums> Field::add(std::span<const FramePair> frames, int workers) {
  for (const FramePair& pair : frames) {
    check(pair.frame, geometry);
    if (pair.previous) check(*pair.previous, geometry);
  }
  std::vector<FrameSums> sums(frames.size());
  parallel_for(kMetricCount, workers, [&](std::size_t m) {
    for (std::size_t i = 0; i < frames.size(); ++i) {
      const std::optional<cv::Mat> map = map_of(static_cast<Metric>(m), frames[i]);
      if (!map) continue;
      cv::accumulate(*map, sum[m]);
      sums[i][m] = static_cast<std::uint64_t>(cv::sum(*map)[0]);
      ++count[m];
    }
  });
  return sums;
}

Field& Field::operator+=(const Field& other) {
  if (geometry != other.geometry) throw std::invalid_argument("Field: the geometries of two fields differ");
  for (std::size_t i = 0; i < kMetricCount; ++i) {
    sum[i] += other.sum[i];
    count[i] += other.count[i];
  }
  return *this;
}

cv::Mat Field::mean(Metric metric) const {
  const std::size_t i = index_of(metric);
  cv::Mat map;
  sum[i].convertTo(map, CV_32F, count[i] > 0 ? kMapUnit / static_cast<double>(count[i]) : 0.0);
  return map;
}

}  // namespace smartcrop
