#pragma once

#include <array>
#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <vector>

#include "smartcrop/video/frame.hpp"

namespace smartcrop {

/// Where the cells of a small map lie: cell (i, j) is the mean of the displayed frame's pixels [i*block,
/// (i+1)*block) x [j*block, (j+1)*block). The last column and row may be narrower.
struct MapGeometry {
  cv::Size source;  ///< displayed frame, px
  int block = 1;    ///< side of a cell, px

  cv::Size map_size() const {
    return {(source.width + block - 1) / block, (source.height + block - 1) / block};
  }
  bool operator==(const MapGeometry&) const = default;
};

/// Long side of a small map, px. At 320 a person in a wide shot is still several cells wide, and the four
/// metrics of a 1080p frame cost a few per cent of its decoding time.
inline constexpr int kMapLongSide = 320;

/// The whole-pixel block with which the long side of the map comes nearest to `long_side` px; of two that are
/// equally near, the smaller one. 1 for smaller frames. Throws std::invalid_argument for an empty frame or a
/// long side below 1.
MapGeometry map_geometry(cv::Size displayed, int long_side = kMapLongSide);

/// Fixed-point format of all small maps: 16 bits with 8 fractional bits; 0..65280 stands for 8-bit codes
/// 0..255.
inline constexpr int kMapFractionBits = 8;
inline constexpr double kMapUnit = 1.0 / (1 << kMapFractionBits);

/// The four sides, in the order of the arrays below.
enum class Side { top, bottom, left, right };
inline constexpr int kSideCount = 4;

/// Mean luma of the frame's pixel rows (columns) from each side inwards, indexed by Side, with 8 fractional
/// bits.
using EdgeLines = std::array<std::vector<std::uint16_t>, kSideCount>;

/// A frame shrunk by area averaging, upright, on the scale of 8-bit codes for any bit depth of the source.
/// luma, cb, cr: CV_16UC1 of one size, 8 fractional bits; cb and cr are empty for gray video. A code c of b
/// bits counts as c / 2^(b - 8). Each cell is the mean of its samples, rounded to nearest, halves up. A
/// chroma cell is the mean of the chroma samples that its block touches (with 4:2:0 and an odd block,
/// neighbors share samples).
struct SmallFrame {
  FrameIndex index;
  Time time;
  MapGeometry geometry;
  cv::Mat luma, cb, cr;
  ColorCoding coding = {};  ///< with a known matrix if shrink() made the frame
  /// The black lines of each side and a few more; empty if the side is not black.
  EdgeLines edge_lines = {};
};

/// A frame to measure, and the frame just before it if there is one.
struct FramePair {
  SmallFrame frame;
  std::optional<SmallFrame> previous;
};

/// Shrinks a frame and turns it upright, in one pass over the planes. Does not keep `frame`. Thread-safe.
/// Throws std::invalid_argument if the planes do not fit the geometry or each other, for depths other than 8
/// to 16 bits, and for blocks above 4096 px.
SmallFrame shrink(const Frame& frame, const MapGeometry& geometry);

/// A 64-bit hash of the sizes and samples of luma, cb and cr, not of index, time and geometry. It is the same
/// on every little-endian machine and may be written into files.
std::uint64_t frame_hash(const SmallFrame& frame);

/// Identifies a frame, to check whether two readers of a video read the same one.
struct FrameMark {
  Time time;
  std::uint64_t hash = 0;  ///< frame_hash
  bool operator==(const FrameMark&) const = default;
};
FrameMark mark_of(const SmallFrame& frame);

}  // namespace smartcrop
