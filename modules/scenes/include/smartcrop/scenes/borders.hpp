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

/// What counts as a black bar. Lumas are in 8-bit codes. Defaults are from letterboxed trailers and dark
/// scenes; the result on them is the same with any field halved or doubled, but for max_black_code (video
/// black is 16).
struct BorderOptions {
  /// A bar is at most this light, 0..255: video black and a margin for other ranges and compression.
  double max_black_code = 24;
  /// A bar is even: its cells are within so many codes of its outermost row, > 0, but for ringing near the
  /// edge.
  double max_deviation_code = 2;
  /// Beside a bar begins a picture: lighter than the bar by at least so many codes, > 0, ...
  double min_step_code = 8;
  /// ... along at least this part of the edge at some moment of the shot, 0..1. A night sky has no such edge.
  double min_edge_share = 0.75;
  /// A bar takes at most this part of the frame's side, 0..0.5.
  double max_bar_share = 0.4;

  std::vector<std::string> problems() const;
};

/// Bars of one frame, by Side. 32 bytes.
struct FrameBorders {
  FrameIndex index;
  /// Rows or columns of pixels before the picture's first; where none stands out, as far as the frame is
  /// black and even.
  std::array<std::uint16_t, kSideCount> bar_px{};
  /// Part of the edge, in 1/255, along which the picture right inside is lighter by the step; 0 where no row
  /// stands out.
  std::array<std::uint8_t, kSideCount> edge_share{};
};

/// Looks from each side inwards until the bar ends; costs next to nothing where there is none. Thread-safe.
/// Throws std::invalid_argument for options, or luma not CV_16UC1 or empty.
FrameBorders frame_borders(const SmallFrame& frame, const BorderOptions& options = {});

/// How often bars of each width were seen: all that is needed of any number of frames. Counts of parts of a
/// video add up to those of the whole.
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

/// The part of the frame without bars, as active_pictures() finds it, of frames that are one shot.
cv::Rect active_picture(const BorderCounts& counts, const MapGeometry& geometry,
                        const BorderOptions& options = {});

/// The part of the frame without bars, in displayed source px, for each shot: the whole frame where there are
/// none. A bar is what is black and even in every frame of the shot (black frames aside) and has a picture's
/// straight edge. A shot too dark to show the edge has the bars that the video's other shots agree on, as far
/// as it is black there. Bars are exact to a row, as far as the encoder left
/// the edge where it was. `frames` in order, covering the shots. Throws
/// std::invalid_argument for options.
std::vector<cv::Rect> active_pictures(std::span<const FrameBorders> frames, const MapGeometry& geometry,
                                      std::span<const Shot> shots, const BorderOptions& options = {});

}  // namespace smartcrop
