#pragma once

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace smartcrop::test {

/// Bottom to top: a module may include and link itself and what stands before it. modules/README.md explains
/// each.
constexpr std::array<std::string_view, 20> kOrder{
    "core",        "libav",    "video",     "metrics",   "grid",    "scenes",  "importance",
    "subjects",    "speakers", "selection", "reframe",   "plan",    "picture", "evaluation",
    "interchange", "analysis", "render",    "visualize", "service", "python"};

/// Place in the order; -1 for what is no module.
inline std::ptrdiff_t layer(const std::string& module) {
  const auto place = std::find(kOrder.begin(), kOrder.end(), module);
  return place == kOrder.end() ? -1 : place - kOrder.begin();
}

struct Source {
  std::string path;  ///< relative to the project
  std::string text;
};

inline std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// All C++ below a folder of the project, in order of its path.
inline std::vector<Source> sources_below(std::string_view folder) {
  namespace fs = std::filesystem;
  const fs::path project = SMARTCROP_TEST_SOURCE_DIR;
  std::vector<Source> sources;
  if (!fs::exists(project / folder)) return sources;
  for (const auto& entry : fs::recursive_directory_iterator(project / folder)) {
    const std::string extension = entry.path().extension().string();
    if (!entry.is_regular_file() || (extension != ".cpp" && extension != ".hpp")) continue;
    sources.push_back({fs::relative(entry.path(), project).generic_string(), text_of(entry.path())});
  }
  std::sort(sources.begin(), sources.end(), [](const Source& a, const Source& b) { return a.path < b.path; });
  return sources;
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace smartcrop::test
