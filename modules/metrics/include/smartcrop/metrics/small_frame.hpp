#pragma once

#include <array>
#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <vector>

#include "smartcrop/video/frame.hpp"

namespace smartcrop {

/// Where the cells of a small map lie: cell (i, j) is the mean of the displayed frame's pixels
/// [i*block, (i+1)*block) x [j*block, (j+1)*block), the last column and row of what is left of the frame.
struct MapGeometry {
  cv::Size source;  ///< displayed frame, px
  int block = 1;    ///< side of a cell, px

  cv::Size map_size() const {
    return {(source.width + block - 1) / block, (source.height + block - 1) / block};
  }
  bool operator==(const MapGeometry&) const = default;
};

/// Long side of a small map, px. At 320 a person in a wide shot is still several cells wide, and all four
/// metrics of a 1080p frame cost a few per cent of decoding it.
inline constexpr int kMapLongSide = 320;

/// Whole-pixel blocks that bring the long side nearest to `long_side` px (the smaller block of two as near);
/// block 1 for smaller frames. Throws std::invalid_argument for an empty frame or a long side below 1.
MapGeometry map_geometry(cv::Size displayed, int long_side = kMapLongSide);

/// Fixed-point of all small maps: 16 bits, of which 8 are fractions of an 8-bit code (0..65280 is 0..255).
inline constexpr int kMapFractionBits = 8;
inline constexpr double kMapUnit = 1.0 / (1 << kMapFractionBits);

/// The four sides, the order of arrays below.
enum class Side { top, bottom, left, right };
inline constexpr int kSideCount = 4;

/// Mean luma of single rows (columns) of a frame's pixels, from each side inwards, by Side, with 8 fractional
/// bits.
using EdgeLines = std::array<std::vector<std::uint16_t>, kSideCount>;

/// A frame shrunk by area averaging, upright, in the scale of 8-bit codes whatever the source's depth.
/// luma, cb, cr: CV_16UC1 of one size, 8 fractional bits; cb and cr are empty for gray video.
/// A code c of b bits counts as c / 2^(b - 8). Each cell is the mean of its samples, rounded to nearest,
/// halves up. Chroma cells average the chroma samples that their block touches (at 4:2:0 and an odd block,
/// neighbors share one).
struct SmallFrame {
  FrameIndex index;
  Time time;
  MapGeometry geometry;
  cv::Mat luma, cb, cr;
  ColorCoding coding = {};  ///< with a matrix that is known, where shrink() made the frame
  /// As far as the frame is black, and some lines more; none where a side is not.
  EdgeLines edge_lines = {};
};

/// A frame to measure, and the frame just before it where there is one.
struct FramePair {
  SmallFrame frame;
  std::optional<SmallFrame> previous;
};

/// Shrinks and turns upright in one pass over the planes; rounds to nearest, halves up. Does not keep
/// `frame`. Cost: one read of the planes in the order of memory. Thread-safe. Throws std::invalid_argument
/// where the planes do not fit the geometry or each other, for depths other than 8 to 16 bits, and for blocks
/// above 4096 px.
SmallFrame shrink(const Frame& frame, const MapGeometry& geometry);

/// A 64-bit hash of the sizes and samples of luma, cb and cr; index, time and geometry do not count. The same
/// samples hash the same in every process, on every little-endian machine: it may be written into files.
std::uint64_t frame_hash(const SmallFrame& frame);

/// Tells one frame from another: to see whether two readers of a video met the same frame.
struct FrameMark {
  Time time;
  std::uint64_t hash = 0;  ///< frame_hash
  bool operator==(const FrameMark&) const = default;
};
FrameMark mark_of(const SmallFrame& frame);

}  // namespace smartcrop
