#include "smartcrop/metrics/small_frame.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <stdexcept>
#include <string>

#include "block_rows.hpp"
#include "edge_lines.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/libav/hash.hpp"

namespace smartcrop {
namespace {

using internal::CellRow;
using internal::CellSamples;
using internal::RowBand;
using internal::RowScratch;

/// More than any picture that can be decoded needs; keeps the sums of a block far from overflow.
constexpr int kMaxBlock = 4096;

[[noreturn]] void reject(const std::string& problem) {
  throw std::invalid_argument("shrink: " + problem);
}

/// Frame pixels for each chroma sample along one axis, from the two lengths (chroma planes are rounded up).
int subsampling(int luma_length, int chroma_length) {
  for (const int factor : {1, 2, 4}) {
    if ((luma_length + factor - 1) / factor == chroma_length) return factor;
  }
  reject("chroma plane of " + std::to_string(chroma_length) + " samples beside luma of " +
         std::to_string(luma_length));
}

/// How the stored picture is turned: flipped along its own axes, then transposed.
struct Flips {
  bool flip_x, flip_y, transpose;
};

Flips flips_of(Orientation orientation) {
  const int degrees = orientation.clockwise_degrees;
  if (degrees != 0 && degrees != 90 && degrees != 180 && degrees != 270) {
    reject("orientation of " + std::to_string(degrees) + " degrees, not 0, 90, 180 or 270");
  }
  return {orientation.mirrored != (degrees >= 180), degrees == 90 || degrees == 180,
          orientation.swaps_sides()};
}

void check(const Frame& frame, const MapGeometry& geometry) {
  const cv::Mat& luma = frame.luma;
  if (luma.empty()) reject("frame without luma");
  if (frame.bit_depth < 8 || frame.bit_depth > 16) {
    reject("bit depth " + std::to_string(frame.bit_depth) + ", not 8 to 16");
  }
  const bool is_8_bit = frame.bit_depth == 8 && luma.type() == CV_8UC1;
  if (!is_8_bit && luma.type() != CV_16UC1) reject("luma is neither CV_8UC1 of 8 bits nor CV_16UC1");
  if (geometry.block < 1 || geometry.block > kMaxBlock) {
    reject("block " + std::to_string(geometry.block) + ", not 1 to " + std::to_string(kMaxBlock));
  }
  const cv::Size shown = frame.orientation.swaps_sides() ? cv::Size(luma.rows, luma.cols) : luma.size();
  if (shown != geometry.source)
    reject("frame of " + size_text(shown) + " for a map of " + size_text(geometry.source));
  const auto& [cb, cr] = frame.chroma;
  if (cb.size() != cr.size() || (!cb.empty() && (cb.type() != luma.type() || cr.type() != luma.type()))) {
    reject("chroma planes differ in size or type");
  }
}

template <typename Pixel>
cv::Mat shrink_plane(const cv::Mat& plane, int bit_depth, const std::vector<CellSamples>& across,
                     const std::vector<CellSamples>& down, RowScratch& scratch) {
  cv::Mat map(static_cast<int>(down.size()), static_cast<int>(across.size()), CV_16UC1);
  // The fast path takes the cells from the first whole one as far as they follow each other in equal steps.
  const std::size_t first = across.size() > 1 && across[0].length() != across[1].length() ? 1 : 0;
  const int block = across[first].length();
  std::size_t last = first + 1;
  while (last < across.size() && across[last].begin == across[last - 1].end && across[last].length() == block)
    ++last;
  const auto part = [&](std::size_t begin, std::size_t end) {
    return CellRow({across.begin() + static_cast<std::ptrdiff_t>(begin),
                    across.begin() + static_cast<std::ptrdiff_t>(end)});
  };
  const CellRow before = part(0, first), after = part(last, across.size()), all(across);
  const bool regular = after.cells.size() <= 1;

  for (std::size_t j = 0; j < down.size(); ++j) {
    RowBand<Pixel> band{plane.ptr<Pixel>(down[j].begin), static_cast<std::ptrdiff_t>(plane.step1()),
                        down[j].length(), bit_depth};
    auto* out = map.ptr<std::uint16_t>(static_cast<int>(j));
    if (!regular || std::int64_t{block} * band.rows > internal::kMaxBlockSamples) {
      internal::mean_of_intervals(band, all, scratch, out);
      continue;
    }
    internal::mean_of_intervals(band, before, scratch, out);
    internal::mean_of_intervals(band, after, scratch, out + last);
    band.first += across[first].begin;
    internal::mean_of_blocks(band, block, static_cast<int>(last - first), scratch, out + first);
  }
  return map;
}

cv::Mat turned(cv::Mat map, const Flips& flips) {
  if (flips.flip_x || flips.flip_y) {
    cv::Mat flipped;
    cv::flip(map, flipped, flips.flip_x && flips.flip_y ? -1 : (flips.flip_x ? 1 : 0));
    map = flipped;
  }
  if (!flips.transpose) return map;
  cv::Mat transposed;
  cv::transpose(map, transposed);
  return transposed;
}

}  // namespace

MapGeometry map_geometry(cv::Size displayed, int long_side) {
  if (displayed.width <= 0 || displayed.height <= 0) {
    throw std::invalid_argument("map_geometry: frame of " + size_text(displayed) + ", must not be empty");
  }
  if (long_side <= 0) {
    throw std::invalid_argument("map_geometry: long_side " + std::to_string(long_side) + ", must be above 0");
  }
  const int longest = std::max(displayed.width, displayed.height);
  const int finer = std::clamp(longest / long_side, 1, kMaxBlock);
  const int coarser = std::min(finer + 1, kMaxBlock);
  const auto miss = [&](int block) { return std::abs((longest + block - 1) / block - long_side); };
  return {displayed, miss(coarser) < miss(finer) ? coarser : finer};
}

SmallFrame shrink(const Frame& frame, const MapGeometry& geometry) {
  const Flips flips = flips_of(frame.orientation);
  check(frame, geometry);
  RowScratch scratch;
  const cv::Size size = frame.luma.size();
  const auto shrunk = [&](const cv::Mat& plane) {
    const std::vector<CellSamples> across =
        internal::cell_samples(size.width, geometry.block, subsampling(size.width, plane.cols), flips.flip_x);
    const std::vector<CellSamples> down = internal::cell_samples(
        size.height, geometry.block, subsampling(size.height, plane.rows), flips.flip_y);
    cv::Mat map = plane.depth() == CV_8U
                      ? shrink_plane<std::uint8_t>(plane, frame.bit_depth, across, down, scratch)
                      : shrink_plane<std::uint16_t>(plane, frame.bit_depth, across, down, scratch);
    return turned(std::move(map), flips);
  };
  SmallFrame small{frame.index, frame.time, geometry, shrunk(frame.luma), {}, {}};
  small.coding = {known_matrix(frame.coding.matrix, frame.luma.size()), frame.coding.full_range};
  if (!frame.chroma[0].empty()) {
    small.cb = shrunk(frame.chroma[0]);
    small.cr = shrunk(frame.chroma[1]);
  }
  small.edge_lines = internal::edge_lines(frame, small);
  return small;
}

std::uint64_t frame_hash(const SmallFrame& frame) {
  libav::Hash64 hash;
  for (const cv::Mat* plane : {&frame.luma, &frame.cb, &frame.cr}) {
    const std::array<std::int32_t, 2> size{plane->rows, plane->cols};
    hash.add({reinterpret_cast<const std::uint8_t*>(size.data()), sizeof size});
    const std::size_t row_bytes = static_cast<std::size_t>(plane->cols) * plane->elemSize();
    for (int y = 0; y < plane->rows; ++y) hash.add({plane->ptr(y), row_bytes});
  }
  return hash.value();
}

FrameMark mark_of(const SmallFrame& frame) {
  return {frame.time, frame_hash(frame)};
}

}  // namespace smartcrop
