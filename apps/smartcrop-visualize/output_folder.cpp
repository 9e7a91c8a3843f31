#include "smartcrop-visualize/output_folder.hpp"

#include <filesystem>
#include <system_error>

#include "smartcrop/core/error.hpp"

namespace smartcrop::app {

namespace fs = std::filesystem;

OutputFolder::OutputFolder(std::string path, std::vector<std::string> names, bool replace)
    : path_(std::move(path)), names_(std::move(names)), replace_(replace) {
  while (path_.size() > 1 && path_.back() == '/') path_.pop_back();
  std::error_code ignored;
  if (fs::exists(path_, ignored) && !fs::is_directory(path_, ignored))
    throw Error(path_ + ": is a file, not a folder; choose another --output");
  check_names();
  try {
    hidden_.emplace(libav::Unfinished::folder(path_));
  } catch (const std::system_error& error) {
    throw Error(path_ + ": cannot make this folder: " + error.code().message());
  }
}

void OutputFolder::check_names() const {
  if (replace_) return;
  for (const std::string& name : names_) {
    const fs::path file = fs::path(path_) / name;
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(file, ignored)))
      throw Error(file.string() + ": already exists; use --force to replace it, or another --output");
  }
}

std::string OutputFolder::path_for(const std::string& name) const {
  return (fs::path(hidden_->path()) / name).string();
}

std::vector<std::string> OutputFolder::commit() {
  check_names();
  std::error_code error;
  std::vector<std::string> paths;
  for (const std::string& name : names_) paths.push_back((fs::path(path_) / name).string());
  if (!fs::exists(path_, error)) {
    fs::rename(hidden_->path(), path_, error);
    if (error) throw Error(path_ + ": cannot make this folder: " + error.message());
    hidden_->keep();
    return paths;
  }
  for (std::size_t i = 0; i < names_.size(); ++i) {
    fs::rename(path_for(names_[i]), paths[i], error);
    if (error) throw Error(paths[i] + ": cannot write: " + error.message());
  }
  return paths;
}

}  // namespace smartcrop::app
