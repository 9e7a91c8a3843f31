#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <random>
#include <string_view>
#include <system_error>

#include "unfinished_file.hpp"

namespace smartcrop::libav {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = ".partial-";

std::string beginning_of_name(const fs::path& target) {
  constexpr std::size_t kLongestStem = 160;  // bytes; leaves room below the 255 of most file systems
  return "." + target.stem().string().substr(0, kLongestStem) + std::string(kMark);
}

std::string new_name(const fs::path& target) {
  static thread_local std::random_device random;
  char unique[32];
  std::snprintf(unique, sizeof unique, "%ld-%08x", static_cast<long>(getpid()), random());
  return beginning_of_name(target) + unique + target.extension().string();
}

/// Whether new_name() may have made it for this target.
bool is_such_a_name(std::string_view name, const fs::path& target) {
  const std::string beginning = beginning_of_name(target), end = target.extension().string();
  if (name.size() <= beginning.size() + end.size() || !name.starts_with(beginning) || !name.ends_with(end)) {
    return false;
  }
  const std::string_view unique = name.substr(beginning.size(), name.size() - beginning.size() - end.size());
  constexpr std::size_t kRandomDigits = 8;
  const auto is_digit = [](unsigned char c) { return std::isdigit(c) != 0; };
  const auto is_hex = [](unsigned char c) { return std::isxdigit(c) != 0; };
  const std::size_t dash = unique.find('-');
  return dash != std::string_view::npos && dash > 0 && unique.size() - dash - 1 == kRandomDigits &&
         std::ranges::all_of(unique.substr(0, dash), is_digit) &&
         std::ranges::all_of(unique.substr(dash + 1), is_hex);
}

/// Removes it where nobody holds its lock. Process numbers would not do: they come again, and those of
/// another container or machine that shares the folder mean nothing here.
void remove_if_abandoned(const fs::path& file) {
  const int descriptor = open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return;
  struct stat status {};
  const bool is_file = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
  if (is_file && flock(descriptor, LOCK_EX | LOCK_NB) == 0) unlink(file.c_str());
  close(descriptor);
}

void remove_abandoned(const fs::path& target) {
  std::error_code error;
  for (fs::directory_iterator entry(folder_of(target), error), end; !error && entry != end;
       entry.increment(error)) {
    if (is_such_a_name(entry->path().filename().string(), target)) remove_if_abandoned(entry->path());
  }
}

/// False where another process that tidies up was quicker than our lock and removes the file. A file system
/// that knows no locks never lets others have one either.
bool lock(int descriptor) {
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) return false;
  struct stat status {};
  return fstat(descriptor, &status) == 0 && status.st_nlink > 0;
}

}  // namespace

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

UnfinishedFile make_unfinished(const fs::path& target) {
  remove_abandoned(target);
  constexpr int kTries = 100;
  for (int i = 0; i < kTries; ++i) {
    const std::string path = (folder_of(target) / new_name(target)).string();
    const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor < 0 && errno != EEXIST) throw std::system_error(errno, std::generic_category());
    if (descriptor < 0) continue;
    if (lock(descriptor)) return {path, descriptor};
    close(descriptor);
  }
  throw std::system_error(EEXIST, std::generic_category());
}

}  // namespace smartcrop::libav
