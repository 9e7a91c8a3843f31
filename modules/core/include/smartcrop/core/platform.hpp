// What video platforms take: shape, size and limits. A table.
#pragma once

#include <opencv2/core/types.hpp>
#include <span>
#include <string>
#include <string_view>

#include "smartcrop/core/aspect_ratio.hpp"

namespace smartcrop {

struct Platform {
  std::string_view name;   ///< as options spell it
  std::string_view title;  ///< as people do
  AspectRatio aspect;
  cv::Size size;  ///< px
  int most_fps;   ///< frames per second
  int longest_s;  ///< length
};

/// All of them. From the help pages of the platforms for uploads, 2025.
std::span<const Platform> platforms();

/// By name, whatever the case. Throws std::invalid_argument with the names.
const Platform& find_platform(std::string_view name);

/// "9:16, 1080x1920; at most 60 frames per second and 3 minutes".
std::string describe(const Platform& platform);

}  // namespace smartcrop
