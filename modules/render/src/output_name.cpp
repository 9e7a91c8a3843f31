#include "smartcrop/render/output_name.hpp"

#include <filesystem>

#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/output_file.hpp"

namespace smartcrop {
namespace {

namespace fs = std::filesystem;

bool is_taken(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

}  // namespace

std::string default_output_path(const std::string& input, const std::string& folder) {
  const fs::path path(input);
  const fs::path beside = folder.empty() ? path.parent_path() : fs::path(folder);
  return (beside / (path.stem().string() + ".smart_cropped" + libav::output_extension(input))).string();
}

std::string free_output_path(const std::string& path) {
  if (!is_taken(path)) return path;
  const fs::path wanted(path);
  constexpr int kTries = 1000;
  for (int i = 2; i <= kTries; ++i) {
    const fs::path numbered = wanted.parent_path() / (wanted.stem().string() + "-" + std::to_string(i) +
                                                      wanted.extension().string());
    if (!is_taken(numbered)) return numbered.string();
  }
  throw Error(path + ": this name and " + std::to_string(kTries - 1) +
              " numbered ones are taken; choose another name");
}

}  // namespace smartcrop
