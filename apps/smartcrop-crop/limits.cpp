#include "smartcrop-crop/limits.hpp"

#include "smartcrop/core/text.hpp"
#include "smartcrop/plan/time_map.hpp"

namespace smartcrop::app {

std::vector<std::string> exceeded_limits(const Platform& platform, const VideoInfo& video,
                                         const CropPlan& plan) {
  std::vector<std::string> lines;
  const std::string takes = std::string(platform.title) + " takes at most ";
  const double fps = video.frame_rate.value();
  if (fps > platform.most_fps + 0.5) {
    lines.push_back(takes + std::to_string(platform.most_fps) + " frames per second, the video has " +
                    decimals(fps, 0));
  }
  if (const auto end = plan.shots.back().end ? plan.shots.back().end : video.duration) {
    const double length_s = output_length_s(plan, end->value());
    if (length_s > platform.longest_s) {
      lines.push_back(takes + std::to_string(platform.longest_s) + " s, the output has " +
                      decimals(length_s, 0) + " s; --start and --end choose a part");
    }
  }
  return lines;
}

}  // namespace smartcrop::app
