#pragma once

#include <opencv2/core.hpp>

#include "smartcrop/libav/handles.hpp"
#include "smartcrop/picture/pixel_format.hpp"

namespace smartcrop::test {

/// A picture of a plain planar format with noise in all its planes, the same for the same seed.
inline libav::FramePtr noise_picture(AVPixelFormat format, cv::Size size, std::uint64_t seed = 7) {
  const libav::FramePtr properties = libav::make_frame();
  libav::FramePtr picture = internal::new_picture(format, size, *properties);
  cv::RNG random(seed);
  for (int plane = 0; plane < internal::plane_count(format); ++plane) {
    cv::Mat samples = internal::plane_view(*picture, plane);
    random.fill(samples, cv::RNG::UNIFORM, 0, 1 << internal::describe(format).comp[0].depth);
  }
  return picture;
}

inline double largest_difference(const cv::Mat& a, const cv::Mat& b) {
  return cv::norm(a, b, cv::NORM_INF);
}

}  // namespace smartcrop::test
