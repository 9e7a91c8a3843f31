#pragma once

#include <string>
#include <vector>

namespace smartcrop::app {

/// The folder that the outputs go to. Files are made in a hidden folder beside it and get their places
/// together, when all are complete; until then, and where something fails, nothing is seen of them. What
/// writers of the same folder left when they were killed is removed.
class OutputFolder {
 public:
  /// `names`: of the files to come. Throws Error naming the path: it is a file, one of the names is there
  /// already (unless `replace`), the folder around it cannot be written.
  OutputFolder(std::string path, std::vector<std::string> names, bool replace);
  ~OutputFolder();
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  /// Where to write a file until commit().
  std::string path_for(const std::string& name) const;

  /// Gives all files their places and returns their paths. Throws Error.
  std::vector<std::string> commit();

 private:
  void check_names() const;

  std::string path_, hidden_;
  std::vector<std::string> names_;
  bool replace_;
  int lock_ = -1;  ///< descriptor of the hidden folder, locked as long as it is written to
};

}  // namespace smartcrop::app
