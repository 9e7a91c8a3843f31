#include "smartcrop/core/platform.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "smartcrop/core/text.hpp"

namespace smartcrop {
namespace {

constexpr int kMinute_s = 60, kHour_s = 3600;

/// Covered px of a picture of 1080x1920.
constexpr SafeZone covered(double left_px, double top_px, double right_px, double bottom_px) {
  return {left_px / 1080, top_px / 1920, right_px / 1080, bottom_px / 1920};
}

const std::array<Platform, 6> kPlatforms{{
    {"tiktok", "TikTok", {9, 16}, {1080, 1920}, 60, kHour_s, covered(60, 130, 140, 370)},
    {"reels", "Instagram Reels", {9, 16}, {1080, 1920}, 60, 3 * kMinute_s, {.06, .14, .06, .35}},
    {"shorts", "YouTube Shorts", {9, 16}, {1080, 1920}, 60, 3 * kMinute_s, covered(48, 288, 192, 672)},
    {"instagram", "Instagram", {4, 5}, {1080, 1350}, 60, 3 * kMinute_s, {}},
    {"youtube", "YouTube", {16, 9}, {1920, 1080}, 60, 12 * kHour_s, {}},
    {"x", "X", {1, 1}, {1080, 1080}, 60, 140, {}},
}};

std::string length_text(int seconds) {
  const auto text = [](int count, const char* unit) {
    return std::to_string(count) + ' ' + unit + (count == 1 ? "" : "s");
  };
  if (seconds % kHour_s == 0) return text(seconds / kHour_s, "hour");
  if (seconds % kMinute_s == 0) return text(seconds / kMinute_s, "minute");
  return text(seconds, "second");
}

}  // namespace

std::span<const Platform> platforms() {
  return kPlatforms;
}

const Platform& find_platform(std::string_view name) {
  const auto* const found = std::find_if(kPlatforms.begin(), kPlatforms.end(), [&](const Platform& platform) {
    return platform.name == lower_case(name);
  });
  if (found != kPlatforms.end()) return *found;
  std::array<std::string_view, kPlatforms.size()> names;
  std::ranges::transform(kPlatforms, names.begin(), &Platform::name);
  throw std::invalid_argument("platform '" + std::string(name) + "' is not " + choice_text(names));
}

std::string describe(const Platform& platform) {
  return to_string(platform.aspect) + ", " + size_text(platform.size) + "; at most " +
         std::to_string(platform.most_fps) + " frames per second and " + length_text(platform.longest_s);
}

}  // namespace smartcrop
