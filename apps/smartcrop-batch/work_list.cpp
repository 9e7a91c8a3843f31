#include "smartcrop-batch/work_list.hpp"

#include <glob.h>

#include <algorithm>
#include <filesystem>

#include "smartcrop-batch/manifest.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/video/file_names.hpp"

namespace smartcrop::app {
namespace {

namespace fs = std::filesystem;

/// Whether a file of a folder is a video to crop. A pattern or manifest can name any other file.
bool is_wanted(const fs::path& path) {
  const std::string name = path.filename().string();
  return !name.starts_with('.') && name.find(".smart_cropped.") == std::string::npos &&
         has_video_ending(name);
}

template <class Iterator>
std::vector<WorkItem> videos_below(const fs::path& folder) {
  std::vector<WorkItem> items;
  for (const fs::directory_entry& entry : Iterator(folder, fs::directory_options::skip_permission_denied)) {
    if (!entry.is_regular_file() || !is_wanted(entry.path())) continue;
    const fs::path below = entry.path().parent_path().lexically_relative(folder);
    items.push_back({entry.path().string(), below == "." ? "" : below.string(), "", {}});
  }
  std::sort(items.begin(), items.end(),
            [](const WorkItem& a, const WorkItem& b) { return a.input < b.input; });
  return items;
}

std::vector<WorkItem> matches(const std::string& pattern) {
  glob_t found{};
  std::vector<WorkItem> items;
  if (glob(pattern.c_str(), 0, nullptr, &found) == 0) {
    for (std::size_t i = 0; i < found.gl_pathc; ++i) items.push_back({found.gl_pathv[i], "", "", {}});
  }
  globfree(&found);
  return items;
}

std::string folder_of(const std::string& path) {
  const std::string folder = fs::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

}  // namespace

WorkList read_work_list(const std::string& path, bool recursive, const std::vector<CropOption>& options) {
  std::error_code ignored;
  const fs::path file(path);
  if (fs::is_directory(file, ignored)) {
    WorkList list{recursive ? videos_below<fs::recursive_directory_iterator>(file)
                            : videos_below<fs::directory_iterator>(file),
                  path};
    if (list.items.empty()) {
      throw Error(path + ": holds no video" + (recursive ? "" : "; use --recursive to include subfolders"));
    }
    return list;
  }
  if (fs::exists(file, ignored)) {
    const std::string extension = file.extension().string();
    if (extension == ".csv") return {read_csv_manifest(path, options), folder_of(path)};
    if (extension == ".jsonl") return {read_json_manifest(path, options), folder_of(path)};
    return {{WorkItem{path, "", "", {}}}, folder_of(path)};
  }
  WorkList list{matches(path), folder_of(path)};
  if (list.items.empty()) throw Error(path + ": no such folder, manifest or video");
  return list;
}

}  // namespace smartcrop::app
