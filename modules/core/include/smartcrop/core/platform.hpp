// What video platforms take: shape, size and limits. A table.
#pragma once

#include <opencv2/core/types.hpp>
#include <span>
#include <string>
#include <string_view>

#include "smartcrop/core/aspect_ratio.hpp"
#include "smartcrop/core/safe_zone.hpp"

namespace smartcrop {

struct Platform {
  std::string_view name;   ///< as options spell it
  std::string_view title;  ///< as people do
  AspectRatio aspect;
  cv::Size size;  ///< px
  int most_fps;   ///< frames per second
  int longest_s;  ///< length
  SafeZone safe_zone;
};

/// All of them. Shapes and limits: the platforms' help pages for uploads, 2025. What covers the picture
/// differs from phone to phone and changes with the app; the numbers are those of the guides for advertisers:
/// TikTok's in-feed ads (130, 370, 60 and 140 of 1080x1920 px at the top, the bottom, left and right),
/// Meta's for Reels (14 %, 35 % and 6 % at the sides) and Google's for Shorts (288, 672, 48 and 192 px).
/// Nothing lasting covers the pictures of the others.
std::span<const Platform> platforms();

/// By name, whatever the case. Throws std::invalid_argument with the names.
const Platform& find_platform(std::string_view name);

/// "9:16, 1080x1920; at most 60 frames per second and 3 minutes".
std::string describe(const Platform& platform);

}  // namespace smartcrop
