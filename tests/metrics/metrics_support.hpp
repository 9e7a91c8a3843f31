#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <opencv2/core.hpp>
#include <vector>

#include "smartcrop/metrics/field.hpp"
#include "smartcrop/metrics/measure.hpp"
#include "smartcrop/video/synthetic_source.hpp"

namespace smartcrop::test {

inline bool same_bits(const cv::Mat& a, const cv::Mat& b) {
  if (a.size() != b.size() || a.type() != b.type()) return false;
  for (int y = 0; y < a.rows; ++y) {
    if (std::memcmp(a.ptr(y), b.ptr(y), static_cast<std::size_t>(a.cols) * a.elemSize()) != 0) return false;
  }
  return true;
}

inline bool same_bits(const Field& a, const Field& b) {
  return a.geometry == b.geometry && a.count == b.count &&
         std::equal(a.sum.begin(), a.sum.end(), b.sum.begin(),
                    [](const cv::Mat& x, const cv::Mat& y) { return same_bits(x, y); });
}

inline bool same_bits(const SmallFrame& a, const SmallFrame& b) {
  return same_bits(a.luma, b.luma) && same_bits(a.cb, b.cb) && same_bits(a.cr, b.cr);
}

/// Noise of the whole range of codes, as a view into a wider buffer so that rows do not follow each other
/// directly.
inline cv::Mat noise(cv::Size size, int bit_depth, std::uint64_t seed) {
  cv::Mat wide(size.height, size.width + 5, bit_depth == 8 ? CV_8UC1 : CV_16UC1);
  cv::RNG random(seed + 1);
  random.fill(wide, cv::RNG::UNIFORM, 0, 1 << bit_depth);
  return wide.colRange(3, 3 + size.width);
}

/// Chroma sub-sampled by `across` x `down`; 0 = gray.
inline Frame noise_frame(cv::Size size, int bit_depth, std::uint64_t seed, int across = 2, int down = 2) {
  Frame frame;
  frame.bit_depth = bit_depth;
  frame.luma = noise(size, bit_depth, seed);
  if (across == 0) return frame;
  const cv::Size chroma((size.width + across - 1) / across, (size.height + down - 1) / down);
  frame.chroma = {noise(chroma, bit_depth, seed + 100), noise(chroma, bit_depth, seed + 200)};
  return frame;
}

inline int code_at(const cv::Mat& plane, int x, int y) {
  return plane.depth() == CV_8U ? plane.at<std::uint8_t>(y, x) : plane.at<std::uint16_t>(y, x);
}

/// The definition of a small map of an upright plane, sample by sample.
inline cv::Mat averaged(const cv::Mat& plane, int bit_depth, cv::Size frame, int block, int across = 1,
                        int down = 1) {
  cv::Mat map((frame.height + block - 1) / block, (frame.width + block - 1) / block, CV_16UC1);
  for (int j = 0; j < map.rows; ++j) {
    for (int i = 0; i < map.cols; ++i) {
      const int left = i * block / across, top = j * block / down;
      const int right = (std::min((i + 1) * block, frame.width) + across - 1) / across;
      const int bottom = (std::min((j + 1) * block, frame.height) + down - 1) / down;
      std::int64_t sum = 0;
      for (int y = top; y < bottom; ++y) {
        for (int x = left; x < right; ++x) sum += code_at(plane, x, y);
      }
      // Halves up: floor(256 sum / (count 2^(depth - 8)) + 1/2) in whole numbers.
      const std::int64_t whole = std::int64_t{right - left} * (bottom - top) << (bit_depth - 8);
      map.at<std::uint16_t>(j, i) = static_cast<std::uint16_t>((512 * sum + whole) / (2 * whole));
    }
  }
  return map;
}

/// A small frame of one size with given planes.
inline SmallFrame small_frame(const cv::Mat& luma, const cv::Mat& cb = {}, const cv::Mat& cr = {}) {
  return {{}, {}, {luma.size(), 1}, luma, cb, cr};
}

inline SmallFrame small_noise(cv::Size size, std::uint64_t seed, bool gray = false) {
  const MapGeometry geometry{size, 1};
  return shrink(noise_frame(size, 16, seed, gray ? 0 : 1, 1), geometry);
}

/// A smooth picture with edges and fine texture, other than noise: what real small maps look like.
inline SmallFrame small_scene(cv::Size size, double shift) {
  cv::Mat luma(size, CV_16UC1), cb(size, CV_16UC1), cr(size, CV_16UC1);
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      const double u = x + shift, v = y;
      const double wave = 90 + 60 * std::sin(u / 17) * std::cos(v / 11) +
                          ((static_cast<int>(u) / 9) % 2) * 40 + 3 * std::sin(u * v);
      luma.at<std::uint16_t>(y, x) = static_cast<std::uint16_t>(wave * 256);
      cb.at<std::uint16_t>(y, x) = static_cast<std::uint16_t>((128 + 30 * std::sin(v / 23)) * 256);
      cr.at<std::uint16_t>(y, x) = static_cast<std::uint16_t>((128 + 90 * std::cos(u / 31)) * 256);
    }
  }
  return small_frame(luma, cb, cr);
}

/// Each frame with the one before it; the first without.
inline std::vector<FramePair> pairs_of(const std::vector<SmallFrame>& frames) {
  std::vector<FramePair> pairs;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    pairs.push_back({frames[i], i == 0 ? std::nullopt : std::optional(frames[i - 1])});
  }
  return pairs;
}

/// The sum of the reference maps.
inline Field reference_field(const std::vector<FramePair>& pairs) {
  Field field(pairs.front().frame.geometry);
  const auto add = [&](Metric metric, const cv::Mat& map) {
    const auto i = static_cast<std::size_t>(metric);
    cv::add(field.sum[i], map, field.sum[i], cv::noArray(), CV_64F);
    ++field.count[i];
  };
  for (const FramePair& pair : pairs) {
    const SmallFrame& frame = pair.frame;
    if (pair.previous) add(Metric::motion, motion_map(pair.previous->luma, frame.luma));
    add(Metric::complexity, complexity_map(frame.luma));
    add(Metric::edges, edge_map(frame.luma));
    add(Metric::saturation,
        frame.cb.empty() ? cv::Mat::zeros(frame.luma.size(), CV_16UC1) : saturation_map(frame.cb, frame.cr));
  }
  return field;
}

}  // namespace smartcrop::test
