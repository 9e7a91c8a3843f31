#include "smartcrop/video/file_names.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

#include "smartcrop/core/text.hpp"

namespace smartcrop {

bool has_video_ending(std::string_view path) {
  static constexpr std::array<std::string_view, 28> kEndings{
      ".3g2", ".3gp", ".asf", ".avi", ".dv",  ".flv",  ".gif", ".h264", ".hevc", ".m2ts",
      ".m2v", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts",  ".mxf",  ".nut",
      ".ogg", ".ogv", ".rm",  ".ts",  ".vob", ".webm", ".wmv", ".y4m"};
  const std::string ending = lower_case(std::filesystem::path(path).extension().string());
  return std::ranges::find(kEndings, ending) != kEndings.end();
}

}  // namespace smartcrop
