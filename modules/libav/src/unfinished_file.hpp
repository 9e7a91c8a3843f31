#pragma once

#include <filesystem>
#include <string>

namespace smartcrop::libav {

/// The hidden file beside a target that holds its contents until they are complete. It is locked (flock) as
/// long as its descriptor is open, which tells it from one whose writer was killed.
struct UnfinishedFile {
  std::string path;
  int descriptor = -1;
};

/// Makes `.STEM.partial-PID-RANDOM.EXT` beside the target and removes files of that name that writers of the
/// same target left when they were killed. Throws std::system_error.
UnfinishedFile make_unfinished(const std::filesystem::path& target);

/// The folder a path lies in.
std::filesystem::path folder_of(const std::filesystem::path& path);

}  // namespace smartcrop::libav
