#pragma once

#include <optional>
#include <string>
#include <vector>

#include "smartcrop/libav/unfinished.hpp"

namespace smartcrop::app {

/// The folder that the outputs go to. Files are made in a hidden folder beside it and get their places
/// together, when all are complete; until then, and where something fails, nothing is seen of them (see
/// libav::Unfinished).
class OutputFolder {
 public:
  /// `names`: of the files to come. Throws Error naming the path: it is a file, one of the names is there
  /// already (unless `replace`), the folder around it cannot be written.
  OutputFolder(std::string path, std::vector<std::string> names, bool replace);
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  /// Where to write a file until commit().
  std::string path_for(const std::string& name) const;

  /// Gives all files their places and returns their paths. Throws Error.
  std::vector<std::string> commit();

 private:
  void check_names() const;

  std::string path_;
  std::optional<libav::Unfinished> hidden_;
  std::vector<std::string> names_;
  bool replace_;
};

}  // namespace smartcrop::app
