#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include "resample.hpp"
#include "smartcrop/core/parallel.hpp"
#include "smartcrop/core/vectorize.hpp"

namespace smartcrop::internal {
namespace {

constexpr double kLobes = 3;
constexpr double kWhole = 1e-6;  // px; a shift this close to a whole number counts as whole and is exact

double lanczos(double x) {
  if (std::abs(x) >= kLobes) return 0;
  if (x == 0) return 1;
  const double a = std::numbers::pi * x;
  return kLobes * std::sin(a) * std::sin(a / kLobes) / (a * a);
}

/// Moves the center of gravity of the weights, which add up to 1, to `position`. That of a truncated Lanczos
/// filter is off by about 0.01 px, and a slow pan would jitter. The two middle weights are corrected.
void center(std::vector<double>& weights, double position) {
  double beside = 0;
  for (std::size_t k = 0; k < weights.size(); ++k) beside += weights[k] * (static_cast<double>(k) - position);
  const auto left = static_cast<std::size_t>(std::max(0.0, std::floor(position)));
  if (left + 1 >= weights.size()) return;
  weights[left] += beside;
  weights[left + 1] -= beside;
}

/// Output sample i = sum over k of weight(k, i) * source[first[i] + k].
struct Axis {
  int taps = 1;
  std::vector<int> first;
  std::vector<float> weights;  // taps rows of count, or taps rows of 1 if all samples share them
  bool shared = false;

  float weight(int k, std::size_t i) const {
    return shared ? weights[static_cast<std::size_t>(k)]
                  : weights[static_cast<std::size_t>(k) * first.size() + i];
  }
};

Axis make_axis(const AxisMapping& mapping, int count) {
  Axis axis;
  axis.first.resize(static_cast<std::size_t>(count));
  const double widening = std::max(1.0, mapping.step);
  const double support = kLobes * widening;
  axis.shared = mapping.step == 1;
  if (axis.shared && std::abs(mapping.start - std::round(mapping.start)) < kWhole) {
    for (int i = 0; i < count; ++i)
      axis.first[static_cast<std::size_t>(i)] = static_cast<int>(std::lround(mapping.start)) + i;
    axis.weights = {1.0F};
    return axis;
  }
  axis.taps = static_cast<int>(std::ceil(2 * support));
  const std::size_t columns = axis.shared ? 1 : axis.first.size();
  axis.weights.resize(static_cast<std::size_t>(axis.taps) * columns);
  std::vector<double> exact(static_cast<std::size_t>(axis.taps));
  for (std::size_t i = 0; i < axis.first.size(); ++i) {
    const double position = mapping.start + static_cast<double>(i) * mapping.step;
    axis.first[i] = axis.shared && i > 0 ? axis.first[0] + static_cast<int>(i)
                                         : static_cast<int>(std::floor(position - support)) + 1;
    if (i >= columns) continue;
    double sum = 0;
    for (int k = 0; k < axis.taps; ++k) {
      const double weight = lanczos((axis.first[i] + k - position) / widening);
      exact[static_cast<std::size_t>(k)] = weight;
      sum += weight;
    }
    for (double& weight : exact) weight /= sum;
    center(exact, position - axis.first[i]);
    for (std::size_t k = 0; k < exact.size(); ++k)
      axis.weights[k * columns + i] = static_cast<float>(exact[k]);
  }
  return axis;
}

SMARTCROP_VECTORIZE void add_weighted(const std::uint8_t* source, float weight, float* sum, int count) {
  for (int i = 0; i < count; ++i) sum[i] += weight * static_cast<float>(source[i]);
}
SMARTCROP_VECTORIZE void add_weighted(const std::uint16_t* source, float weight, float* sum, int count) {
  for (int i = 0; i < count; ++i) sum[i] += weight * static_cast<float>(source[i]);
}
SMARTCROP_VECTORIZE void add_weighted(const float* source, float weight, float* sum, int count) {
  for (int i = 0; i < count; ++i) sum[i] += weight * source[i];
}
SMARTCROP_VECTORIZE void add_gathered(const float* source, const int* first, const float* weights, float* sum,
                                      int count) {
  for (int i = 0; i < count; ++i) sum[i] += weights[i] * source[first[i]];
}
SMARTCROP_VECTORIZE void store_rounded(const float* source, float max_value, std::uint8_t* output,
                                       int count) {
  for (int i = 0; i < count; ++i) {
    output[i] =
        static_cast<std::uint8_t>(static_cast<int>(std::min(std::max(source[i], 0.0F), max_value) + 0.5F));
  }
}
SMARTCROP_VECTORIZE void store_rounded(const float* source, float max_value, std::uint16_t* output,
                                       int count) {
  for (int i = 0; i < count; ++i) {
    output[i] =
        static_cast<std::uint16_t>(static_cast<int>(std::min(std::max(source[i], 0.0F), max_value) + 0.5F));
  }
}

/// The source columns that the output needs, [begin, end); may reach outside the source.
struct Span {
  int begin = 0, end = 0;
};

Span columns_needed(const Axis& axis) {
  const auto [least, most] = std::minmax_element(axis.first.begin(), axis.first.end());
  return {*least, *most + axis.taps};
}

/// One output row. `column_sums`: the span's columns, filtered vertically; `row`: the result before rounding.
template <typename Sample>
void resample_row(const cv::Mat& source, const Axis& x, const std::vector<int>& first_in_span, const Axis& y,
                  int output_row, Span span, std::vector<float>& column_sums, std::vector<float>& row) {
  std::fill(column_sums.begin(), column_sums.end(), 0.0F);
  const int inside_begin = std::clamp(span.begin, 0, source.cols - 1);
  const int inside_end = std::clamp(span.end, inside_begin + 1, source.cols);
  float* inside = column_sums.data() + (inside_begin - span.begin);
  const auto r = static_cast<std::size_t>(output_row);
  for (int k = 0; k < y.taps; ++k) {
    const int source_row = std::clamp(y.first[r] + k, 0, source.rows - 1);
    add_weighted(source.ptr<Sample>(source_row) + inside_begin, y.weight(k, r), inside,
                 inside_end - inside_begin);
  }
  std::fill(column_sums.data(), inside, *inside);
  std::fill(inside + (inside_end - inside_begin), column_sums.data() + column_sums.size(),
            inside[inside_end - inside_begin - 1]);

  std::fill(row.begin(), row.end(), 0.0F);
  const int count = static_cast<int>(row.size());
  for (int k = 0; k < x.taps; ++k) {
    if (x.shared) {
      add_weighted(column_sums.data() + first_in_span[0] + k, x.weight(k, 0), row.data(), count);
    } else {
      add_gathered(column_sums.data() + k, first_in_span.data(), x.weights.data() + k * row.size(),
                   row.data(), count);
    }
  }
}

template <typename Sample>
void resample(const cv::Mat& source, cv::Mat& output, const Axis& x, const Axis& y, int max_value,
              int workers) {
  const Span span = columns_needed(x);
  std::vector<int> first_in_span = x.first;
  for (int& first : first_in_span) first -= span.begin;
  constexpr int kRowsPerStripe = 32;
  const int stripes = (output.rows + kRowsPerStripe - 1) / kRowsPerStripe;
  parallel_for(static_cast<std::size_t>(stripes), workers, [&](std::size_t stripe) {
    std::vector<float> column_sums(static_cast<std::size_t>(span.end - span.begin));
    std::vector<float> row(static_cast<std::size_t>(output.cols));
    const int begin = static_cast<int>(stripe) * kRowsPerStripe;
    for (int i = begin; i < std::min(begin + kRowsPerStripe, output.rows); ++i) {
      resample_row<Sample>(source, x, first_in_span, y, i, span, column_sums, row);
      store_rounded(row.data(), static_cast<float>(max_value), output.ptr<Sample>(i), output.cols);
    }
  });
}

}  // namespace

void resample_plane(const cv::Mat& source, cv::Mat& output, const AxisMapping& x, const AxisMapping& y,
                    int max_value, int workers) {
  const Axis x_axis = make_axis(x, output.cols);
  const Axis y_axis = make_axis(y, output.rows);
  if (source.depth() == CV_8U) {
    resample<std::uint8_t>(source, output, x_axis, y_axis, max_value, workers);
  } else {
    resample<std::uint16_t>(source, output, x_axis, y_axis, max_value, workers);
  }
}

}  // namespace smartcrop::internal
