#include "smartcrop/service/library.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <vector>

#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/hash.hpp"
#include "smartcrop/video/file_names.hpp"

namespace smartcrop {
namespace {

namespace fs = std::filesystem;

bool is_inside(const fs::path& path, const fs::path& folder) {
  const fs::path relative = path.lexically_relative(folder);
  return !relative.empty() && *relative.begin() != "..";
}

bool is_hidden(const fs::path& path) {
  return path.filename().string().starts_with('.');
}

}  // namespace

VideoLibrary::VideoLibrary(const std::string& root) {
  std::error_code error;
  const fs::path canonical = fs::canonical(root, error);
  if (error) throw Error(root + ": " + error.message() + "; give a video or a folder of videos");
  is_folder_ = fs::is_directory(canonical);
  if (!is_folder_ && !fs::is_regular_file(canonical))
    throw Error(root + ": is neither a video nor a folder of videos");
  root_ = canonical.string();
  name_ = canonical.has_filename() ? canonical.filename().string() : root_;
}

std::optional<std::string> VideoLibrary::folder_to_add_to() const {
  const bool takes_files = is_folder_ && access(root_.c_str(), W_OK | X_OK) == 0;
  return takes_files ? std::optional(root_) : std::nullopt;
}

std::optional<LibraryVideo> VideoLibrary::describe(const std::string& path) const {
  std::error_code error;
  const fs::path canonical = fs::canonical(path, error);
  if (error || (is_folder_ ? !is_inside(canonical, root_) : canonical != root_)) return std::nullopt;
  struct stat status {};
  if (stat(canonical.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  constexpr std::int64_t kNanoseconds = 1'000'000'000;
  LibraryVideo video;
  video.name = is_folder_ ? fs::path(path).lexically_relative(root_).string() : name_;
  video.id = libav::hash_text(video.name);
  video.path = canonical.string();
  video.bytes = static_cast<std::uintmax_t>(status.st_size);
  video.modified_ns = status.st_mtim.tv_sec * kNanoseconds + status.st_mtim.tv_nsec;
  return video;
}

VideoLibrary::Listing VideoLibrary::list() const {
  std::vector<fs::path> paths;
  if (!is_folder_) paths.emplace_back(root_);
  std::error_code error;
  fs::recursive_directory_iterator entry;
  if (is_folder_)
    entry = fs::recursive_directory_iterator(root_, fs::directory_options::skip_permission_denied, error);
  for (; entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (error) break;
    const fs::path& path = entry->path();
    if (is_hidden(path) || entry.depth() >= kDeepestFolder) {
      entry.disable_recursion_pending();
    }
    if (!is_hidden(path) && has_video_ending(path.string())) paths.push_back(path);
  }
  std::ranges::sort(paths, {}, &fs::path::native);
  Listing listing;
  listing.is_complete = paths.size() <= kMostVideos;
  paths.resize(std::min(paths.size(), kMostVideos));
  for (const fs::path& path : paths) {
    if (auto video = describe(path.string())) listing.videos.push_back(std::move(*video));
  }
  std::ranges::sort(listing.videos, {}, &LibraryVideo::name);
  const std::lock_guard lock(mutex_);
  path_by_id_.clear();
  for (const LibraryVideo& video : listing.videos) {
    path_by_id_[video.id] = is_folder_ ? (fs::path(root_) / video.name).string() : root_;
  }
  return listing;
}

std::optional<LibraryVideo> VideoLibrary::find(const std::string& id) const {
  const auto known_path = [&]() -> std::optional<std::string> {
    const std::lock_guard lock(mutex_);
    const auto found = path_by_id_.find(id);
    return found == path_by_id_.end() ? std::nullopt : std::optional(found->second);
  };
  std::optional<std::string> path = known_path();
  if (!path) {
    list();  // it may be new
    path = known_path();
  }
  return path ? describe(*path) : std::nullopt;
}

}  // namespace smartcrop
