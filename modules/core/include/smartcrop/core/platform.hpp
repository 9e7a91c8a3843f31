// Video platforms: shape, size and limits of the videos they accept.
#pragma once

#include <opencv2/core/types.hpp>
#include <span>
#include <string>
#include <string_view>

#include "smartcrop/core/aspect_ratio.hpp"
#include "smartcrop/core/safe_zone.hpp"

namespace smartcrop {

struct Platform {
  std::string_view name;   ///< in options, "tiktok"
  std::string_view title;  ///< for people, "TikTok"
  AspectRatio aspect;
  cv::Size size;  ///< px
  int most_fps;   ///< highest frame rate, frames per second
  int longest_s;  ///< longest video, s
  SafeZone safe_zone;
};

/// All platforms. Shapes and limits are from the platforms' help pages for uploads, 2025. What the interface
/// covers differs between phones and changes with the app; the safe zones are from the guides for
/// advertisers: TikTok's in-feed ads (130, 370, 60 and 140 of 1080x1920 px at the top, the bottom, left and
/// right), Meta's for Reels (14 %, 35 % and 6 % at the sides) and Google's for Shorts (288, 672, 48 and 192
/// px). The interfaces of the other platforms do not stay on the picture.
std::span<const Platform> platforms();

/// Finds a platform by name; case does not matter. Throws std::invalid_argument listing the names.
const Platform& find_platform(std::string_view name);

/// For people: "9:16, 1080x1920; at most 60 frames per second and 3 minutes".
std::string describe(const Platform& platform);

}  // namespace smartcrop
