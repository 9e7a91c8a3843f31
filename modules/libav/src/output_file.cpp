#include "smartcrop/libav/output_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <new>
#include <optional>
#include <system_error>
#include <utility>

#include "smartcrop/core/error.hpp"

extern "C" {
#include <libavutil/error.h>
#include <libavutil/mem.h>
}

namespace smartcrop::libav {
namespace {

namespace fs = std::filesystem;

constexpr int kBufferBytes = 1 << 18;

std::string reason(int system_error) {
  if (system_error == ENOSPC) return "no space left on the disk";
  return std::generic_category().message(system_error);
}

std::optional<struct stat> status_of(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 ? std::optional(status) : std::nullopt;
}

void sync_folder(const fs::path& folder) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;  // only makes the new name survive a power cut sooner
  fsync(descriptor);
  close(descriptor);
}

}  // namespace

std::string output_extension(const std::string& input) {
  const fs::path path(input);
  return path.has_extension() ? path.extension().string() : ".mp4";
}

OutputFile::OutputFile(const std::string& path, const std::string& input, bool replace)
    : path_(path), target_(path), replace_(replace) {
  if (path.empty()) throw Error("no output file: the path is empty");
  std::error_code ignored;
  const auto existing = status_of(path);
  if (existing) {
    const auto source = status_of(input);
    if (source && source->st_dev == existing->st_dev && source->st_ino == existing->st_ino) {
      throw Error(path + ": is the input itself, which is never overwritten");
    }
    if (S_ISDIR(existing->st_mode)) throw Error(path + ": is a directory");
    if (!S_ISREG(existing->st_mode)) throw Error(path + ": is not a regular file");
  }
  const bool is_link = fs::is_symlink(path, ignored);
  if ((existing || is_link) && !replace) throw Error(path + ": already exists");
  if (existing && is_link) target_ = fs::canonical(path).string();
  const fs::path folder = folder_of(target_);
  if (!fs::is_directory(folder, ignored)) throw Error(path + ": no such folder: " + folder.string());
  create();
  // A file that takes the place of another keeps its permissions.
  if (existing) static_cast<void>(!fchmod(hidden_->descriptor(), existing->st_mode & 0777));
  open_io();
}

void OutputFile::create() {
  try {
    hidden_.emplace(Unfinished::file(target_));
  } catch (const std::system_error& error) {
    fail(error.code().value());
  }
}

void OutputFile::open_io() {
  auto* buffer = static_cast<unsigned char*>(av_malloc(kBufferBytes));
  if (buffer != nullptr) {
    io_ = avio_alloc_context(buffer, kBufferBytes, 1, this, nullptr, &OutputFile::write_some,
                             &OutputFile::seek_to);
  }
  if (io_ != nullptr) return;
  av_free(buffer);
  throw std::bad_alloc();
}

OutputFile::~OutputFile() {
  if (io_ != nullptr) {
    av_freep(&io_->buffer);
    avio_context_free(&io_);
  }
}

void OutputFile::fail(int system_error) const {
  throw Error(path_ + ": cannot be written: " + reason(system_error));
}

int OutputFile::write_some(void* self, std::uint8_t* data, int size) {
  auto* file = static_cast<OutputFile*>(self);
  int written = 0;
  while (written < size) {
    const ssize_t count =
        write(file->hidden_->descriptor(), data + written, static_cast<std::size_t>(size - written));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      if (file->write_error_ == 0) file->write_error_ = count < 0 ? errno : EIO;
      return AVERROR(file->write_error_);
    }
    written += static_cast<int>(count);
  }
  return size;
}

std::int64_t OutputFile::seek_to(void* self, std::int64_t offset, int whence) {
  const int file = static_cast<OutputFile*>(self)->hidden_->descriptor();
  if ((whence & AVSEEK_SIZE) != 0) {
    struct stat status {};
    return fstat(file, &status) == 0 ? status.st_size : AVERROR(errno);
  }
  const off_t position = lseek(file, offset, whence & ~AVSEEK_FORCE);
  return position >= 0 ? position : AVERROR(errno);
}

void OutputFile::throw_if_write_failed() const {
  if (write_error_ != 0) fail(write_error_);
}

void OutputFile::commit() {
  avio_flush(io_);
  throw_if_write_failed();
  if (io_->error < 0) throw Error(path_ + ": cannot be written");
  // Some file systems find out only now that the disk is full.
  if (fsync(hidden_->descriptor()) != 0 && errno != EINVAL && errno != EROFS) fail(errno);
  give_name();  // before the file is closed, which would end its lock
  hidden_->keep();
  sync_folder(folder_of(target_));
}

void OutputFile::give_name() {
  const int failed = replace_ ? (rename(hidden_->path().c_str(), target_.c_str()) == 0 ? 0 : errno)
                              : rename_without_replacing(hidden_->path(), target_);
  if (failed == EEXIST && !replace_) throw Error(path_ + ": already exists (it appeared meanwhile)");
  if (failed != 0) fail(failed);
}

}  // namespace smartcrop::libav
