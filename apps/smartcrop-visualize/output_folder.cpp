#include "smartcrop-visualize/output_folder.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "smartcrop/core/error.hpp"

namespace smartcrop::app {

namespace fs = std::filesystem;
namespace {

/// A descriptor of the folder that holds its lock; -1 where another has it, or the folder is gone.
int lock_folder(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor < 0) return -1;
  const bool is_free = flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
  struct stat status {};
  if (is_free && fstat(descriptor, &status) == 0 && status.st_nlink > 0) return descriptor;
  close(descriptor);
  return -1;
}

/// `.NAME.partial-`: what hidden folders of a target begin with.
std::string beginning_of_name(const fs::path& target) {
  return "." + target.filename().string() + ".partial-";
}

/// What writers of the same target left when they were killed: the lock of one at work is not free.
void remove_abandoned(const fs::path& target) {
  constexpr std::size_t kRandom = 6;  // letters, by mkdtemp
  const std::string beginning = beginning_of_name(target);
  const fs::path around = target.has_parent_path() ? target.parent_path() : fs::path(".");
  std::error_code error;
  std::vector<std::string> found;
  for (fs::directory_iterator entry(around, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name.starts_with(beginning) && name.size() == beginning.size() + kRandom)
      found.push_back(entry->path().string());
  }
  for (const std::string& path : found) {
    const int descriptor = lock_folder(path);
    if (descriptor < 0) continue;
    fs::remove_all(path, error);
    close(descriptor);
  }
}

}  // namespace

OutputFolder::OutputFolder(std::string path, std::vector<std::string> names, bool replace)
    : path_(std::move(path)), names_(std::move(names)), replace_(replace) {
  while (path_.size() > 1 && path_.back() == '/') path_.pop_back();
  std::error_code ignored;
  if (fs::exists(path_, ignored) && !fs::is_directory(path_, ignored))
    throw Error(path_ + ": is a file, not a folder; choose another --output");
  check_names();
  const fs::path target(path_);
  remove_abandoned(target);
  constexpr int kTries = 100;
  for (int i = 0; i < kTries && lock_ < 0; ++i) {
    hidden_ = (target.parent_path() / (beginning_of_name(target) + "XXXXXX")).string();
    if (!mkdtemp(hidden_.data())) {
      const std::string reason = std::strerror(errno);
      hidden_.clear();
      throw Error(path_ + ": cannot make this folder: " + reason);
    }
    lock_ = lock_folder(hidden_);
    if (lock_ < 0) fs::remove(hidden_, ignored);  // one that tidies up was quicker
  }
  if (lock_ < 0) throw Error(path_ + ": cannot lock this folder");
  fs::permissions(
      hidden_,
      fs::perms::group_read | fs::perms::group_exec | fs::perms::others_read | fs::perms::others_exec,
      fs::perm_options::add, ignored);
}

OutputFolder::~OutputFolder() {
  std::error_code ignored;
  if (!hidden_.empty()) fs::remove_all(hidden_, ignored);
  if (lock_ >= 0) close(lock_);
}

void OutputFolder::check_names() const {
  if (replace_) return;
  for (const std::string& name : names_) {
    const fs::path file = fs::path(path_) / name;
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(file, ignored)))
      throw Error(file.string() + ": already exists; use --force to replace it or another --output");
  }
}

std::string OutputFolder::path_for(const std::string& name) const {
  return (fs::path(hidden_) / name).string();
}

std::vector<std::string> OutputFolder::commit() {
  check_names();
  std::error_code error;
  std::vector<std::string> paths;
  for (const std::string& name : names_) paths.push_back((fs::path(path_) / name).string());
  if (!fs::exists(path_, error)) {
    fs::rename(hidden_, path_, error);
    if (error) throw Error(path_ + ": cannot make this folder: " + error.message());
    hidden_.clear();
    return paths;
  }
  for (std::size_t i = 0; i < names_.size(); ++i) {
    fs::rename(path_for(names_[i]), paths[i], error);
    if (error) throw Error(paths[i] + ": cannot write: " + error.message());
  }
  return paths;
}

}  // namespace smartcrop::app
