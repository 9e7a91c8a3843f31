#include "smartcrop/libav/unfinished.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

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

bool is_kind(const struct stat& status, bool is_folder) {
  return is_folder ? S_ISDIR(status.st_mode) : S_ISREG(status.st_mode);
}

/// Whether the file system is one of another machine, where locks may be known to this machine alone.
bool is_network_share(int descriptor) {
  constexpr std::array<std::uint32_t, 9> kNetwork{0x6969,       // NFS
                                                  0x517B,       // SMB
                                                  0xFF534D42,   // CIFS
                                                  0xFE534D42,   // SMB 2
                                                  0x65735546,   // FUSE: sshfs and others
                                                  0x01021997,   // 9P
                                                  0x00C36400,   // Ceph
                                                  0x0BD00BD0,   // Lustre
                                                  0x5346414F};  // AFS
  struct statfs system {};
  return fstatfs(descriptor, &system) == 0 &&
         std::ranges::find(kNetwork, static_cast<std::uint32_t>(system.f_type)) != kNetwork.end();
}

/// Whether a lock on it, which we hold by `descriptor`, keeps everybody else out: some shares grant any lock.
bool is_true_lock(const fs::path& path, int descriptor) {
  if (is_network_share(descriptor)) return false;
  const int second = open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  const bool is_refused = second >= 0 && flock(second, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  if (second >= 0) close(second);
  return is_refused;
}

/// Nobody writes it, even where a lock says nothing: unfinished files of living processes keep changing.
bool is_old(const struct stat& status) {
  constexpr std::time_t kDay_s = 24 * 3600;
  return std::time(nullptr) - status.st_mtime > kDay_s;
}

/// Removes it where nobody holds its lock. Process numbers would not do: they come again, and those of
/// another container or machine that shares the folder mean nothing here.
void remove_if_abandoned(const fs::path& path, bool is_folder) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return;
  struct stat status {};
  const bool is_ours = fstat(descriptor, &status) == 0 && is_kind(status, is_folder);
  std::error_code ignored;
  if (is_ours && flock(descriptor, LOCK_EX | LOCK_NB) == 0 &&
      (is_true_lock(path, descriptor) || is_old(status))) {
    fs::remove_all(path, ignored);
  }
  close(descriptor);
}

void remove_abandoned(const fs::path& target, bool is_folder) {
  std::error_code error;
  std::vector<fs::path> found;
  for (fs::directory_iterator entry(folder_of(target), error), end; !error && entry != end;
       entry.increment(error)) {
    if (is_such_a_name(entry->path().filename().string(), target)) found.push_back(entry->path());
  }
  for (const fs::path& path : found) remove_if_abandoned(path, is_folder);
}

/// Makes it and opens it; -1 with errno if that fails.
int make(const std::string& path, bool is_folder) {
  if (!is_folder) return open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (mkdir(path.c_str(), 0777) != 0) return -1;
  return open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/// False where another process that tidies up was quicker than our lock and removes it. A file system that
/// knows no locks never lets others have one either.
bool lock(int descriptor) {
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) return false;
  struct stat status {};
  return fstat(descriptor, &status) == 0 && status.st_nlink > 0;
}

}  // namespace

int rename_without_replacing(const std::string& from, const std::string& to) {
  if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  // The file system cannot do that in one step. A hard link can: it never replaces.
  if (link(from.c_str(), to.c_str()) == 0) {
    unlink(from.c_str());
    return 0;
  }
  if (errno == EEXIST) return errno;
  // Nor hard links (FAT): the last moment to look is now.
  struct stat status {};
  if (lstat(to.c_str(), &status) == 0) return EEXIST;
  return rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

std::string temporary_folder() {
  const char* folder = std::getenv("TMPDIR");
  return folder != nullptr && *folder != 0 ? folder : "/var/tmp";
}

int open_nameless_file(const std::string& folder) {
  int file = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0) return file;
  // Some file systems cannot make files without a name.
  std::string path = folder + "/smartcrop-XXXXXX";
  file = mkostemp(path.data(), O_CLOEXEC);
  if (file >= 0) unlink(path.c_str());
  return file;
}

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

Unfinished Unfinished::file(const fs::path& target) {
  return {target, false};
}

Unfinished Unfinished::folder(const fs::path& target) {
  return {target, true};
}

Unfinished::Unfinished(const fs::path& target, bool is_folder) {
  remove_abandoned(target, is_folder);
  constexpr int kTries = 100;
  for (int i = 0; i < kTries; ++i) {
    const std::string path = (folder_of(target) / new_name(target)).string();
    const int descriptor = make(path, is_folder);
    if (descriptor < 0 && errno != EEXIST && errno != ENOENT) break;
    if (descriptor < 0) continue;
    if (lock(descriptor)) {
      path_ = path;
      descriptor_ = descriptor;
      return;
    }
    close(descriptor);
    errno = EEXIST;
  }
  throw std::system_error(errno, std::generic_category());
}

Unfinished::Unfinished(Unfinished&& other) noexcept
    : path_(std::exchange(other.path_, {})), descriptor_(std::exchange(other.descriptor_, -1)) {}

Unfinished::~Unfinished() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace smartcrop::libav
