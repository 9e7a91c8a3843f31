#include "smartcrop/scenes/shot_features.hpp"

#include <algorithm>
#include <opencv2/core/mat.hpp>
#include <stdexcept>
#include <utility>
#include <vector>

#include "smartcrop/core/vectorize.hpp"

namespace smartcrop {
namespace {

/// Cells [begin, end) of an axis of `length` that bin i of `bins` averages; neighbors share one where there
/// are fewer cells than bins.
struct Bin {
  int begin;
  int end;
};
Bin bin_of(int i, int bins, int length) {
  const int begin = i * length / bins;
  return {begin, std::max(begin + 1, (i + 1) * length / bins)};
}

SMARTCROP_VECTORIZE void add_row(const std::uint16_t* row, std::uint32_t* sums, int width) {
  for (int x = 0; x < width; ++x) sums[x] += row[x];
}

/// Means of the plane's cells in columns x rows bins, rounded to whole 8-bit codes.
void thumbnail(const cv::Mat& plane, int columns, int rows, std::uint8_t* out) {
  std::vector<std::uint32_t> sums(static_cast<std::size_t>(plane.cols));
  for (int row = 0; row < rows; ++row) {
    const Bin lines = bin_of(row, rows, plane.rows);
    std::fill(sums.begin(), sums.end(), 0U);
    for (int y = lines.begin; y < lines.end; ++y)
      add_row(plane.ptr<std::uint16_t>(y), sums.data(), plane.cols);
    for (int column = 0; column < columns; ++column) {
      const Bin cells = bin_of(column, columns, plane.cols);
      std::uint64_t sum = 0;
      for (int x = cells.begin; x < cells.end; ++x) sum += sums[static_cast<std::size_t>(x)];
      const std::uint64_t unit =
          static_cast<std::uint64_t>((cells.end - cells.begin) * (lines.end - lines.begin))
          << kMapFractionBits;
      *out++ = static_cast<std::uint8_t>(std::min<std::uint64_t>(255, (sum + unit / 2) / unit));
    }
  }
}

}  // namespace

ShotFeatures shot_features(const SmallFrame& frame) {
  if (frame.luma.empty() || frame.luma.type() != CV_16UC1) {
    throw std::invalid_argument("shot_features: luma must be a CV_16UC1 map that is not empty");
  }
  ShotFeatures features;
  features.index = frame.index;
  features.time = frame.time;
  thumbnail(frame.luma, ShotFeatures::kWidth, ShotFeatures::kHeight, features.luma.data());
  for (const auto& [plane, out] : {std::pair{&frame.cb, &features.cb}, std::pair{&frame.cr, &features.cr}}) {
    if (plane->empty()) {
      out->fill(128);
      continue;
    }
    if (plane->type() != CV_16UC1 || plane->size() != frame.luma.size()) {
      throw std::invalid_argument("shot_features: chroma must be CV_16UC1 of luma's size");
    }
    thumbnail(*plane, ShotFeatures::kChromaWidth, ShotFeatures::kChromaHeight, out->data());
  }
  return features;
}

}  // namespace smartcrop
