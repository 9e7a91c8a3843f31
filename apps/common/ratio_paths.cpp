#include "common/ratio_paths.hpp"

#include <filesystem>

namespace smartcrop::app {

std::vector<std::string> ratio_paths(const std::string& output, std::span<const AspectRatio> ratios) {
  if (ratios.size() == 1) return {output};
  const std::filesystem::path path(output);
  std::vector<std::string> paths;
  for (const AspectRatio ratio : ratios) {
    const std::string name = path.stem().string() + "." + std::to_string(ratio.width) + "x" +
                             std::to_string(ratio.height) + path.extension().string();
    paths.push_back((path.parent_path() / name).string());
  }
  return paths;
}

}  // namespace smartcrop::app
