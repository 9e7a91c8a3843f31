#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <opencv2/core/types.hpp>
#include <span>
#include <string>
#include <vector>

#include "smartcrop/core/shot.hpp"
#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop {

/// What counts as a black bar. Luma is in 8-bit codes. Defaults were found on letterboxed trailers and dark
/// scenes; any of them except max_black_code can be halved or doubled without changing the result there.
struct BorderOptions {
  /// Highest luma of a bar, 0..255: video black (16) and a margin for other ranges and compression.
  double max_black_code = 24;
  /// Largest difference between a cell of a bar and the bar's outermost row, codes, > 0. Ringing near the
  /// edge may exceed it.
  double max_deviation_code = 2;
  /// Smallest step from the bar to the picture beside it, codes, > 0, ...
  double min_step_code = 8;
  /// ... along at least this share of the edge in some frame of the shot, 0..1. A night sky has no such edge.
  double min_edge_share = 0.75;
  /// Largest share of the frame's side that a bar takes, 0..0.5.
  double max_bar_share = 0.4;

  std::vector<std::string> problems() const;
};

/// Bars of one frame, indexed by Side. 32 bytes.
struct FrameBorders {
  FrameIndex index;
  /// Number of pixel rows or columns before the picture begins; if no edge stands out, as far as the frame is
  /// black and even.
  std::array<std::uint16_t, kSideCount> bar_px{};
  /// Share of the edge, in 1/255, along which the picture beside it is lighter by the step; 0 if no row
  /// stands out.
  std::array<std::uint8_t, kSideCount> edge_share{};
};

/// Searches from each side inwards until the bar ends; takes hardly any time if there is none. Thread-safe.
/// Throws std::invalid_argument for options out of range and for luma that is empty or not CV_16UC1.
FrameBorders frame_borders(const SmallFrame& frame, const BorderOptions& options = {});

/// How often bars of each width were seen. The counts of parts of a video add up to those of the whole.
struct BorderCounts {
  struct Count {
    std::int64_t frames = 0;
    std::uint8_t edge_share = 0;  ///< the largest, see FrameBorders
    bool operator==(const Count&) const = default;
  };
  std::array<std::map<std::uint16_t, Count>, kSideCount> by_px;  ///< by Side, then bar_px

  void add(const FrameBorders& frame);
  BorderCounts& operator+=(const BorderCounts& other);
  bool operator==(const BorderCounts&) const = default;
};

/// The part of the frame without bars, as in active_pictures(), for frames of one shot.
cv::Rect active_picture(const BorderCounts& counts, const MapGeometry& geometry,
                        const BorderOptions& options = {});

/// The part of the frame without bars, in displayed source px, for each shot; the whole frame if there are
/// none. A bar is black and even in every frame of the shot, except in black frames, and ends at the straight
/// edge of a picture. In a shot too dark to show the edge, bars are those that the other shots agree on, as
/// far as the shot is black there. Bars are exact to one row, unless the encoder moved the edge. `frames`: in
/// order, covering the shots. Throws std::invalid_argument for options out of range.
std::vector<cv::Rect> active_pictures(std::span<const FrameBorders> frames, const MapGeometry& geometry,
                                      std::span<const Shot> shots, const BorderOptions& options = {});

}  // namespace smartcrop
