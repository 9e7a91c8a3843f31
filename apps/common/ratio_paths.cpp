#include "common/ratio_paths.hpp"

#include <filesystem>

#include "smartcrop/core/text.hpp"

namespace smartcrop::app {

std::vector<std::string> ratio_paths(const std::string& output, std::span<const AspectRatio> ratios) {
  if (ratios.size() == 1) return {output};
  const std::filesystem::path path(output);
  std::vector<std::string> paths;
  for (const AspectRatio ratio : ratios) {
    const std::string name =
        path.stem().string() + "." + size_text({ratio.width, ratio.height}) + path.extension().string();
    paths.push_back((path.parent_path() / name).string());
  }
  return paths;
}

}  // namespace smartcrop::app
