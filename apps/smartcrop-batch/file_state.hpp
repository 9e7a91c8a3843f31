#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace smartcrop::app {

/// The state of a file: size and time for a quick check, a hash for an exact one.
struct FileState {
  std::string path;  ///< absolute
  std::int64_t size = 0;
  std::int64_t modified_ns = 0;  ///< since the epoch
  std::string sha256;            ///< hexadecimal
};

/// Reads and hashes a file. Throws Error naming the path.
FileState state_of(const std::string& path);
/// Whether the content is the same. Reads the file only if its time differs and its size does not.
bool is_unchanged(const FileState& state);

/// SHA-256 of the version, the input and the options, with the content of the file that --plan names. Throws
/// Error if it cannot be read.
std::string key_of(const std::string& input_sha256, const std::vector<std::string>& arguments);

}  // namespace smartcrop::app
