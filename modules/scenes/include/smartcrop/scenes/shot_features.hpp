#pragma once

#include <array>
#include <cstdint>

#include "smartcrop/core/time.hpp"
#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop {

/// What is kept of one frame to find shot boundaries: a thumbnail in 8-bit codes, luma finer than chroma. All
/// frames have the same shape, so the same thresholds hold for every size and aspect ratio. 888 bytes.
struct ShotFeatures {
  static constexpr int kWidth = 32;
  static constexpr int kHeight = 18;
  static constexpr int kCells = kWidth * kHeight;
  static constexpr int kChromaWidth = kWidth / 2;
  static constexpr int kChromaHeight = kHeight / 2;
  static constexpr int kChromaCells = kChromaWidth * kChromaHeight;

  FrameIndex index;
  Time time;
  std::array<std::uint8_t, kCells> luma{};            ///< row by row
  std::array<std::uint8_t, kChromaCells> cb{}, cr{};  ///< 128 if the frame is gray

  bool operator==(const ShotFeatures&) const = default;
};

/// Averages the cells of a small frame into the thumbnail. Thread-safe. Cost: one read of the small map,
/// about 0.02 ms at 320x180. Throws std::invalid_argument if luma is empty or not CV_16UC1, or the planes
/// differ in size.
ShotFeatures shot_features(const SmallFrame& frame);

}  // namespace smartcrop
