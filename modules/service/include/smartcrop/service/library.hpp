#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace smartcrop {

/// A video that the service may open.
struct LibraryVideo {
  std::string id;    ///< 16 hexadecimal digits, made from the name
  std::string name;  ///< path below the library's folder
  std::string path;  ///< absolute, symbolic links followed
  std::uintmax_t bytes = 0;
  std::int64_t modified_ns = 0;  ///< modification time of the file
};

/// The videos of one folder and the folders in it, or one video alone. Requests name videos by ids, never by
/// paths, so no text of a request reaches the file system. Hidden files and folders, and links to places
/// outside, are excluded. Thread-safe.
class VideoLibrary {
 public:
  /// Throws Error if `root` does not exist or is neither a folder nor a file.
  explicit VideoLibrary(const std::string& root);

  /// The name of the folder or video, for the page.
  const std::string& name() const { return name_; }

  /// Sorted by name; at most kMostVideos.
  struct Listing {
    std::vector<LibraryVideo> videos;
    bool is_complete = true;
  };
  Listing list() const;

  /// Its folder, if videos can be added: it serves a folder that this process may write.
  std::optional<std::string> folder_to_add_to() const;

  /// The video as it is on disk now; nullopt if it does not exist.
  std::optional<LibraryVideo> find(const std::string& id) const;

 private:
  std::optional<LibraryVideo> describe(const std::string& path) const;

  std::string root_;  // canonical
  std::string name_;
  bool is_folder_ = false;
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::string, std::string> path_by_id_;  // of the last listing
};

inline constexpr std::size_t kMostVideos = 1000;
inline constexpr int kDeepestFolder = 8;

}  // namespace smartcrop
