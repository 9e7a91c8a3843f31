#include "smartcrop/metrics/field.hpp"

#include <algorithm>
#include <opencv2/core.hpp>
#include <stdexcept>
#include <string>

#include "field_rows.hpp"
#include "smartcrop/core/parallel.hpp"

namespace smartcrop {
namespace {

/// Rows of one piece of parallel work: its sums (5 KB a row of 320 cells and four metrics) stay in the
/// second cache.
constexpr int kBandRows = 15;
/// Samples whose 16-bit values fit 32-bit sums; the batches of measure() are far smaller.
constexpr std::size_t kMaxBatch = 1U << 16;

constexpr std::size_t index_of(Metric metric) {
  return static_cast<std::size_t>(metric);
}

void check(const SmallFrame& frame, const MapGeometry& geometry) {
  const cv::Size size = geometry.map_size();
  const auto fits = [&](const cv::Mat& plane) { return plane.size() == size && plane.type() == CV_16UC1; };
  if (frame.geometry != geometry || !fits(frame.luma)) {
    throw std::invalid_argument("Field::add: a sample's geometry differs from the field's");
  }
  const bool gray = frame.cb.empty() && frame.cr.empty();
  if (!gray && (!fits(frame.cb) || !fits(frame.cr))) {
    throw std::invalid_argument("Field::add: a sample's chroma differs from its luma in size");
  }
}

const std::uint16_t* row_of(const cv::Mat& plane, int y) {
  return plane.ptr<std::uint16_t>(std::clamp(y, 0, plane.rows - 1));
}

/// The sums of rows [begin, end) of all samples.
class Band {
 public:
  Band(int begin, int end, int width)
      : begin_(begin),
        end_(end),
        width_(width),
        scratch_(width),
        totals_(static_cast<std::size_t>(kMetricCount) * static_cast<std::size_t>(end - begin) *
                static_cast<std::size_t>(width)) {}

  FrameSums add(const FramePair& sample) {
    FrameSums sums{};
    const cv::Mat& luma = sample.frame.luma;
    for (int y = begin_; y < end_; ++y) {
      if (sample.previous) {
        sums[index_of(Metric::motion)] += internal::add_motion(
            row_of(sample.previous->luma, y), row_of(luma, y), width_, total(Metric::motion, y));
      }
      sums[index_of(Metric::edges)] +=
          internal::add_edges(row_of(luma, y - 1), row_of(luma, y), row_of(luma, y + 1), width_, scratch_,
                              total(Metric::edges, y));
      if (y == begin_) {
        internal::start_complexity({row_of(luma, y - 2), row_of(luma, y - 1), row_of(luma, y),
                                    row_of(luma, y + 1), row_of(luma, y + 2)},
                                   width_, scratch_);
      } else {
        internal::move_complexity(row_of(luma, y - 3), row_of(luma, y + 2), width_, scratch_);
      }
      sums[index_of(Metric::complexity)] +=
          internal::add_complexity(width_, scratch_, total(Metric::complexity, y));
      if (!sample.frame.cb.empty()) {
        sums[index_of(Metric::saturation)] += internal::add_saturation(
            row_of(sample.frame.cb, y), row_of(sample.frame.cr, y), width_, total(Metric::saturation, y));
      }
    }
    return sums;
  }

  void flush(std::array<cv::Mat, kMetricCount>& sums) {
    for (const Metric metric : kMetrics) {
      for (int y = begin_; y < end_; ++y) {
        internal::flush(total(metric, y), width_, sums[index_of(metric)].ptr<double>(y));
      }
    }
  }

 private:
  std::uint32_t* total(Metric metric, int y) {
    const std::size_t row =
        index_of(metric) * static_cast<std::size_t>(end_ - begin_) + static_cast<std::size_t>(y - begin_);
    return totals_.data() + row * static_cast<std::size_t>(width_);
  }

  int begin_, end_, width_;
  internal::MetricScratch scratch_;
  std::vector<std::uint32_t> totals_;
};

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

std::vector<FrameSums> Field::add(std::span<const FramePair> samples, int workers) {
  for (const FramePair& sample : samples) {
    check(sample.frame, geometry);
    if (sample.previous) check(*sample.previous, geometry);
  }
  const cv::Size size = geometry.map_size();
  const auto bands = static_cast<std::size_t>((size.height + kBandRows - 1) / kBandRows);
  std::vector<FrameSums> sums(samples.size());
  std::vector<std::vector<FrameSums>> of_bands(bands);
  for (std::size_t done = 0; done < samples.size();) {
    const std::span<const FramePair> batch =
        samples.subspan(done, std::min(samples.size() - done, kMaxBatch));
    parallel_for(bands, workers, [&](std::size_t i) {
      const int begin = static_cast<int>(i) * kBandRows;
      Band band(begin, std::min(begin + kBandRows, size.height), size.width);
      of_bands[i].clear();
      for (const FramePair& sample : batch) of_bands[i].push_back(band.add(sample));
      band.flush(sum);
    });
    for (std::size_t k = 0; k < batch.size(); ++k) {
      for (const Metric metric : kMetrics) {
        const std::size_t m = index_of(metric);
        count[m] += metric != Metric::motion || batch[k].previous;
        for (const auto& band : of_bands) sums[done + k][m] += band[k][m];
      }
    }
    done += batch.size();
  }
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
