// Compiled with -fno-math-errno, so that std::sqrt is the processor's (correctly rounded) instruction and
// vectorizes.
#include "field_rows.hpp"

#include <cmath>

#include "smartcrop/core/vectorize.hpp"

namespace smartcrop::internal {
namespace {

constexpr int kAround = 5;  // side of the complexity window, cells

inline std::uint32_t rounded(float value) {
  return static_cast<std::uint32_t>(static_cast<int>(value + 0.5F));
}

/// Luma in 1/16 codes.
inline std::int32_t coarse(std::uint16_t code) {
  return (code + 8) >> 4;
}

}  // namespace

MetricScratch::MetricScratch(int width)
    : smooth(static_cast<std::size_t>(width) + 2),
      slope(static_cast<std::size_t>(width) + 2),
      sum(static_cast<std::size_t>(width) + 4),
      square(static_cast<std::size_t>(width) + 4) {}

SMARTCROP_VECTORIZE std::uint32_t add_motion(const std::uint16_t* previous, const std::uint16_t* luma,
                                             int width, std::uint32_t* __restrict total) {
  std::uint32_t sum = 0;
  for (int x = 0; x < width; ++x) {
    const int change = luma[x] - previous[x];
    const auto value = static_cast<std::uint32_t>(change < 0 ? -change : change);
    total[x] += value;
    sum += value;
  }
  return sum;
}

SMARTCROP_VECTORIZE std::uint32_t add_edges(const std::uint16_t* above, const std::uint16_t* luma,
                                            const std::uint16_t* below, int width, MetricScratch& scratch,
                                            std::uint32_t* __restrict total) {
  std::int32_t* __restrict smooth = scratch.smooth.data();
  std::int32_t* __restrict slope = scratch.slope.data();
  for (int x = 0; x < width; ++x) {
    smooth[x + 1] = above[x] + 2 * luma[x] + below[x];
    slope[x + 1] = below[x] - above[x];
  }
  smooth[0] = smooth[1];
  slope[0] = slope[1];
  smooth[width + 1] = smooth[width];
  slope[width + 1] = slope[width];
  std::uint32_t sum = 0;
  for (int x = 0; x < width; ++x) {
    const auto gx = static_cast<float>(smooth[x + 2] - smooth[x]);
    const auto gy = static_cast<float>(slope[x] + 2 * slope[x + 1] + slope[x + 2]);
    const std::uint32_t value = rounded(std::sqrt(gx * gx + gy * gy) * 0.125F);
    total[x] += value;
    sum += value;
  }
  return sum;
}

SMARTCROP_VECTORIZE void start_complexity(const std::uint16_t* const (&rows)[5], int width,
                                          MetricScratch& scratch) {
  std::uint32_t* __restrict sum = scratch.sum.data() + kAround / 2;
  std::uint32_t* __restrict square = scratch.square.data() + kAround / 2;
  for (int x = 0; x < width; ++x) {
    std::int32_t s1 = 0;
    std::int32_t s2 = 0;
    for (const std::uint16_t* row : rows) {
      const std::int32_t code = coarse(row[x]);
      s1 += code;
      s2 += code * code;
    }
    sum[x] = static_cast<std::uint32_t>(s1);
    square[x] = static_cast<std::uint32_t>(s2);
  }
}

SMARTCROP_VECTORIZE void move_complexity(const std::uint16_t* leaving, const std::uint16_t* entering,
                                         int width, MetricScratch& scratch) {
  std::uint32_t* __restrict sum = scratch.sum.data() + kAround / 2;
  std::uint32_t* __restrict square = scratch.square.data() + kAround / 2;
  for (int x = 0; x < width; ++x) {
    const std::int32_t in = coarse(entering[x]);
    const std::int32_t out = coarse(leaving[x]);
    sum[x] += static_cast<std::uint32_t>(in - out);
    square[x] += static_cast<std::uint32_t>((in - out) * (in + out));
  }
}

SMARTCROP_VECTORIZE std::uint32_t add_complexity(int width, MetricScratch& scratch,
                                                 std::uint32_t* __restrict total) {
  std::uint32_t* sum = scratch.sum.data();
  std::uint32_t* square = scratch.square.data();
  std::uint32_t values = 0;
  for (std::uint32_t* row : {sum, square}) {
    row[0] = row[1] = row[2];
    row[width + 2] = row[width + 3] = row[width + 1];
  }
  for (int x = 0; x < width; ++x) {
    const std::uint32_t s1 = sum[x] + sum[x + 1] + sum[x + 2] + sum[x + 3] + sum[x + 4];
    const std::uint32_t s2 = square[x] + square[x + 1] + square[x + 2] + square[x + 3] + square[x + 4];
    // n S2 - S1^2 = n^2 variance <= n^2 (range / 2)^2 = 25^2 2048^2 < 2^32: right although the terms wrap
    // around.
    const std::uint32_t value = rounded(std::sqrt(static_cast<float>(25 * s2 - s1 * s1)) * 0.64F);
    total[x] += value;
    values += value;
  }
  return values;
}

SMARTCROP_VECTORIZE std::uint32_t add_saturation(const std::uint16_t* cb, const std::uint16_t* cr, int width,
                                                 std::uint32_t* __restrict total) {
  constexpr float kGray = 128 << 8;
  std::uint32_t sum = 0;
  for (int x = 0; x < width; ++x) {
    const float u = static_cast<float>(cb[x]) - kGray;
    const float v = static_cast<float>(cr[x]) - kGray;
    const std::uint32_t value = rounded(std::sqrt(u * u + v * v));
    total[x] += value;
    sum += value;
  }
  return sum;
}

SMARTCROP_VECTORIZE void flush(std::uint32_t* __restrict total, int width, double* __restrict sums) {
  for (int x = 0; x < width; ++x) {
    sums[x] += static_cast<double>(total[x]);
    total[x] = 0;
  }
}

}  // namespace smartcrop::internal
