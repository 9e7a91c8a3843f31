#pragma once

#include <optional>
#include <string>
#include <vector>

#include "smartcrop/libav/unfinished.hpp"

namespace smartcrop::app {

/// The output folder. Files are written to a hidden folder beside it and moved together when all are
/// complete. If something fails, none of them appears (see libav::Unfinished).
class OutputFolder {
 public:
  /// `names`: the files to write. Throws Error naming the path if it is a file, if one of the names exists
  /// (unless `replace`), or if the parent folder cannot be written.
  OutputFolder(std::string path, std::vector<std::string> names, bool replace);
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  /// Where to write a file until commit().
  std::string path_for(const std::string& name) const;

  /// Moves all files into the folder and returns their paths. Throws Error.
  std::vector<std::string> commit();

 private:
  void check_names() const;

  std::string path_;
  std::optional<libav::Unfinished> hidden_;
  std::vector<std::string> names_;
  bool replace_;
};

}  // namespace smartcrop::app
