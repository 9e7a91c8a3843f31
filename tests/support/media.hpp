#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace smartcrop::test {

/// A folder of its own for one test, removed with it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  /// Names of what lies in it, sorted: to see that nothing was left behind.
  std::vector<std::string> names() const;

 private:
  std::filesystem::path path_;
};

/// A video made by the ffmpeg program: `ffmpeg ARGUMENTS NAME`, made once for the build tree and then reused.
/// Throws std::runtime_error with ffmpeg's words if that fails.
std::string make_media(const std::string& name, const std::vector<std::string>& arguments);

/// About 2 s of 320x180 H.264 at 25 fps with key frames every 12 frames, B-frames, and stereo AAC.
std::string small_video();

}  // namespace smartcrop::test
