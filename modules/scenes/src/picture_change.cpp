#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "picture_change.hpp"
#include "smartcrop/core/vectorize.hpp"

namespace smartcrop::internal {
namespace {

constexpr int kWidth = ShotFeatures::kWidth;
constexpr int kHeight = ShotFeatures::kHeight;
constexpr int kCells = ShotFeatures::kCells;
constexpr int kBlockWidth = 8;
constexpr int kBlockHeight = 6;
constexpr int kBlocksAcross = kWidth / kBlockWidth;
constexpr int kBlocksDown = kHeight / kBlockHeight;
constexpr int kBlocks = kBlocksAcross * kBlocksDown;
constexpr int kReachX = 4;  // cells, an eighth of the width
constexpr int kReachY = 3;  // cells, a sixth of the height
constexpr int kPaddedWidth = kWidth + 2 * kReachX;
constexpr int kPaddedHeight = kHeight + 2 * kReachY;

/// Costs are in half codes: luma counts 2, each chroma 1.
constexpr int kLumaWeight = 2;
/// Added to each cell's detail, half codes: 2 codes, the noise that compression leaves in a flat thumbnail.
constexpr int kNoise = 2 * kLumaWeight;
/// Fewer cells than this that are not black: nothing to compare (1 % of the picture).
constexpr int kFewestCells = 6;
/// A flat field: mean and largest deviation, codes. Compression and grain in a thumbnail's cell stay well
/// below.
constexpr int kFlatMean = 3;
constexpr int kFlatMeanWithBars = 4;  // early in a fade the bars are hardly darker than the picture
constexpr int kFlatPeak = 14;
/// Changes below this, without any search, are small enough to be taken as they are: no threshold looks
/// below.
constexpr double kSmallChange = 0.15;

using Plane = std::array<std::uint8_t, kCells>;
using Padded = std::array<std::uint8_t, kPaddedWidth * kPaddedHeight>;
using BlockSums = std::array<std::int32_t, kBlocks>;

struct Planes {
  Plane luma, cb, cr;  // all kWidth x kHeight
};

/// Chroma cells cover 2x2 cells of luma.
SMARTCROP_VECTORIZE void double_size(const std::uint8_t* chroma, std::uint8_t* out) {
  for (int y = 0; y < kHeight; ++y) {
    const std::uint8_t* row = chroma + y / 2 * ShotFeatures::kChromaWidth;
    for (int x = 0; x < kWidth / 2; ++x) {
      out[y * kWidth + 2 * x] = row[x];
      out[y * kWidth + 2 * x + 1] = row[x];
    }
  }
}

Planes planes_of(const ShotFeatures& features) {
  Planes planes;
  planes.luma = features.luma;
  double_size(features.cb.data(), planes.cb.data());
  double_size(features.cr.data(), planes.cr.data());
  return planes;
}

SMARTCROP_VECTORIZE void brighten(std::uint8_t* plane, int count, int by) {
  for (int i = 0; i < count; ++i) plane[i] = static_cast<std::uint8_t>(std::clamp(plane[i] + by, 0, 255));
}

void pad(const Plane& plane, Padded& out) {
  for (int y = 0; y < kPaddedHeight; ++y) {
    const std::uint8_t* from = &plane[std::clamp(y - kReachY, 0, kHeight - 1) * kWidth];
    std::uint8_t* to = &out[y * kPaddedWidth];
    std::fill_n(to, kReachX, from[0]);
    std::copy_n(from, kWidth, to + kReachX);
    std::fill_n(to + kReachX + kWidth, kReachX, from[kWidth - 1]);
  }
}

struct PaddedPlanes {
  Padded luma, cb, cr;
};

/// |a - b| in 16 bits, so that 8 or 16 of them go into one instruction.
inline std::uint16_t distance(std::uint8_t a, std::uint8_t b) {
  return static_cast<std::uint16_t>(std::max(a, b) - std::min(a, b));
}

/// Sums of 8 columns each, of one row of blocks.
inline void sum_blocks(const std::uint16_t* column, std::int32_t* sums) {
  for (int block = 0; block < kBlocksAcross; ++block) {
    const std::uint16_t* c = column + block * kBlockWidth;
    sums[block] = c[0] + c[1] + c[2] + c[3] + c[4] + c[5] + c[6] + c[7];
  }
}

/// Planes of one picture: the first cell of each and the distance of rows.
struct PlanePointers {
  const std::uint8_t* luma;
  const std::uint8_t* cb;
  const std::uint8_t* cr;
  int stride;
};

/// sums[k] = cost of block k of b against the same place in a, over the cells of the mask (0 or 0xFFFF).
SMARTCROP_VECTORIZE void block_costs(const Planes& b, const std::uint16_t* mask, const PlanePointers& a,
                                     std::int32_t* sums) {
  for (int block_row = 0; block_row < kBlocksDown; ++block_row) {
    std::uint16_t column[kWidth] = {};
    for (int y = block_row * kBlockHeight; y < (block_row + 1) * kBlockHeight; ++y) {
      const std::uint8_t* ay = a.luma + y * a.stride;
      const std::uint8_t* au = a.cb + y * a.stride;
      const std::uint8_t* av = a.cr + y * a.stride;
      const std::uint8_t* by = &b.luma[y * kWidth];
      const std::uint8_t* bu = &b.cb[y * kWidth];
      const std::uint8_t* bv = &b.cr[y * kWidth];
      const std::uint16_t* inside = mask + y * kWidth;
      for (int x = 0; x < kWidth; ++x) {
        const auto cost = static_cast<std::uint16_t>(kLumaWeight * distance(by[x], ay[x]) +
                                                     distance(bu[x], au[x]) + distance(bv[x], av[x]));
        column[x] = static_cast<std::uint16_t>(column[x] + (cost & inside[x]));
      }
    }
    sum_blocks(column, sums + block_row * kBlocksAcross);
  }
}

/// Means over the cells that count, rounded.
struct Means {
  int luma, cb, cr;
};
SMARTCROP_VECTORIZE Means means(const Planes& planes, const std::uint16_t* mask, int count) {
  int luma = 0, cb = 0, cr = 0;
  for (int i = 0; i < kCells; ++i) {
    luma += planes.luma[i] & mask[i];
    cb += planes.cb[i] & mask[i];
    cr += planes.cr[i] & mask[i];
  }
  return {(luma + count / 2) / count, (cb + count / 2) / count, (cr + count / 2) / count};
}

/// sums[k] = distance of block k from the picture's means, and the noise.
SMARTCROP_VECTORIZE void block_details(const Planes& planes, const std::uint16_t* mask, const Means& mean,
                                       std::int32_t* sums) {
  const auto luma = static_cast<std::uint8_t>(mean.luma);
  const auto cb = static_cast<std::uint8_t>(mean.cb);
  const auto cr = static_cast<std::uint8_t>(mean.cr);
  for (int block_row = 0; block_row < kBlocksDown; ++block_row) {
    std::uint16_t column[kWidth] = {};
    for (int y = block_row * kBlockHeight; y < (block_row + 1) * kBlockHeight; ++y) {
      for (int x = 0; x < kWidth; ++x) {
        const int i = y * kWidth + x;
        const auto detail =
            static_cast<std::uint16_t>(kLumaWeight * distance(planes.luma[i], luma) +
                                       distance(planes.cb[i], cb) + distance(planes.cr[i], cr) + kNoise);
        column[x] = static_cast<std::uint16_t>(column[x] + (detail & mask[i]));
      }
    }
    sum_blocks(column, sums + block_row * kBlocksAcross);
  }
}

SMARTCROP_VECTORIZE int mask_of(const std::uint8_t* a, const std::uint8_t* b, std::uint16_t* mask) {
  int count = 0;
  for (int i = 0; i < kCells; ++i) {
    const bool counts = std::max(a[i], b[i]) > kBlackCode;
    mask[i] = counts ? 0xFFFF : 0;
    count += counts;
  }
  return count;
}

/// Mean of b - a over the cells that are black in neither, towards 0; 0 if there are none. What is black
/// in one of them only is no change of light.
SMARTCROP_VECTORIZE int lightening(const std::uint8_t* a, const std::uint8_t* b) {
  int sum = 0;
  int count = 0;
  for (int i = 0; i < kCells; ++i) {
    const bool counts = std::min(a[i], b[i]) > kBlackCode;
    sum += counts ? b[i] - a[i] : 0;
    count += counts;
  }
  return count == 0 ? 0 : sum / count;
}

double share(const BlockSums& best, const BlockSums& detail) {
  std::int64_t lost = 0, all = 0;
  for (int k = 0; k < kBlocks; ++k) {
    lost += std::min(best[k], detail[k]);
    all += detail[k];
  }
  return static_cast<double>(lost) / static_cast<double>(all);
}

/// Share of the detail of b (or a, where it has more) that is not found in a, brightened to b's mean.
double share_not_found(const Planes& b, const std::uint16_t* mask, Planes a, int brightening,
                       const BlockSums& detail) {
  brighten(a.luma.data(), kCells, brightening);
  BlockSums best;
  block_costs(b, mask, {a.luma.data(), a.cb.data(), a.cr.data(), kWidth}, best.data());
  const double unmoved = share(best, detail);
  if (unmoved < kSmallChange) return unmoved;
  PaddedPlanes padded;
  pad(a.luma, padded.luma);
  pad(a.cb, padded.cb);
  pad(a.cr, padded.cr);
  for (int y = 0; y <= 2 * kReachY; ++y) {
    for (int x = 0; x <= 2 * kReachX; ++x) {
      const int from = y * kPaddedWidth + x;
      BlockSums moved;
      block_costs(b, mask, {&padded.luma[from], &padded.cb[from], &padded.cr[from], kPaddedWidth},
                  moved.data());
      for (int k = 0; k < kBlocks; ++k) best[k] = std::min(best[k], moved[k]);
    }
  }
  return share(best, detail);
}

}  // namespace

double picture_change(const ShotFeatures& first, const ShotFeatures& second) {
  std::array<std::uint16_t, kCells> mask;
  const int count = mask_of(first.luma.data(), second.luma.data(), mask.data());
  if (count < kFewestCells) return 0;
  const Planes a = planes_of(first);
  const Planes b = planes_of(second);
  const Means mean_a = means(a, mask.data(), count);
  const Means mean_b = means(b, mask.data(), count);
  BlockSums detail, other;
  block_details(a, mask.data(), mean_a, detail.data());
  block_details(b, mask.data(), mean_b, other.data());
  for (int k = 0; k < kBlocks; ++k) detail[k] = std::max(detail[k], other[k]);
  const int brightening = lightening(first.luma.data(), second.luma.data());
  return std::max(share_not_found(b, mask.data(), a, brightening, detail),
                  share_not_found(a, mask.data(), b, -brightening, detail));
}

double mean_luma(const ShotFeatures& features) {
  int sum = 0;
  for (const int code : features.luma) sum += code;
  return static_cast<double>(sum) / kCells;
}

double contrast(const ShotFeatures& features) {
  int sum = 0;
  for (const int code : features.luma) sum += code;
  const int mean = (sum + kCells / 2) / kCells;
  int deviations = 0;
  for (const int code : features.luma) deviations += std::abs(code - mean);
  return static_cast<double>(deviations) / kCells;
}

bool is_flat(const ShotFeatures& features, int leniency) {
  // The picture beside black bars, and all of the frame if nothing is far from black.
  const auto even = [&](int darkest, int mean_limit) {
    int count = 0, sum = 0;
    for (const int code : features.luma) {
      count += code > darkest;
      sum += code > darkest ? code : 0;
    }
    if (count < kCells / 2) return count < kFewestCells;
    const int mean = (sum + count / 2) / count;
    int deviations = 0, peak = 0;
    for (const int code : features.luma) {
      if (code <= darkest) continue;
      deviations += std::abs(code - mean);
      peak = std::max(peak, std::abs(code - mean));
    }
    return deviations <= leniency * mean_limit * count && peak <= leniency * kFlatPeak;
  };
  return even(kBlackCode, kFlatMean) || even(-1, kFlatMeanWithBars);
}

double correlation(const ShotFeatures& a, const ShotFeatures& b) {
  std::int64_t count = 0, sum_a = 0, sum_b = 0, sum_aa = 0, sum_bb = 0, sum_ab = 0;
  for (int i = 0; i < kCells; ++i) {
    const int x = a.luma[i], y = b.luma[i];
    if (std::max(x, y) <= kBlackCode) continue;
    ++count;
    sum_a += x;
    sum_b += y;
    sum_aa += x * x;
    sum_bb += y * y;
    sum_ab += x * y;
  }
  const double variance_a = static_cast<double>(count * sum_aa - sum_a * sum_a);
  const double variance_b = static_cast<double>(count * sum_bb - sum_b * sum_b);
  if (variance_a <= 0 || variance_b <= 0) return 0;
  return static_cast<double>(count * sum_ab - sum_a * sum_b) / std::sqrt(variance_a * variance_b);
}

Mix mix(const ShotFeatures& a, const ShotFeatures& m, const ShotFeatures& b) {
  int along = 0, length = 0, apart = 0;
  for (int i = 0; i < kCells; ++i) {
    const int ab = b.luma[i] - a.luma[i];
    along += (m.luma[i] - a.luma[i]) * ab;
    length += ab * ab;
    apart += std::abs(ab);
  }
  if (length == 0) return {};
  const double share = static_cast<double>(along) / length;
  // In 1/256 code, so that the sum stays in whole numbers.
  const int fixed = static_cast<int>(std::lround(std::clamp(share, -1.0, 2.0) * 256));
  int residual = 0;
  for (int i = 0; i < kCells; ++i) {
    residual += std::abs(256 * (m.luma[i] - a.luma[i]) - fixed * (b.luma[i] - a.luma[i]));
  }
  return {share, static_cast<double>(residual) / (256.0 * apart)};
}

double difference(const ShotFeatures& a, const ShotFeatures& b) {
  int sum = 0;
  for (int i = 0; i < kCells; ++i) sum += std::abs(a.luma[i] - b.luma[i]);
  return static_cast<double>(sum) / kCells;
}

}  // namespace smartcrop::internal
