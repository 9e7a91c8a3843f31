#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <sstream>
#include <string_view>
#include <system_error>

#include "smartcrop/core/text.hpp"
#include "smartcrop/libav/unfinished.hpp"
#include "smartcrop/render/output_name.hpp"
#include "studio.hpp"

namespace smartcrop::internal {
namespace {

namespace fs = std::filesystem;

/// Uploads at once; each occupies a thread of the server.
constexpr int kMostUploads = 4;
/// What an upload leaves free on the disk, bytes: room for renderings and for other programs.
constexpr std::uintmax_t kLeftFree = 512U << 20U;

std::uintmax_t free_bytes(const std::string& folder) {
  std::error_code error;
  const fs::space_info space = fs::space(folder, error);
  return error ? 0 : space.available;
}

/// Throws where `bytes` more would fill the disk.
void check_space(const std::string& folder, const std::string& name, std::uintmax_t bytes) {
  const std::uintmax_t available = free_bytes(folder);
  if (available < kLeftFree || available - kLeftFree < bytes)
    throw NoSpace(name + ": the disk of the folder has no room for it (512 MiB stay free)");
}

/// Writes the pieces of a body to a file, a block at a time.
class UploadWriter {
 public:
  UploadWriter(int descriptor, std::string folder, std::string name)
      : descriptor_(descriptor), folder_(std::move(folder)), name_(std::move(name)) {
    block_.reserve(kBlock);
  }

  void add(std::span<const char> bytes) {
    block_.append(bytes.data(), bytes.size());
    if (block_.size() >= kBlock) flush();
  }

  void flush() {
    check_space(folder_, name_, block_.size());
    for (std::string_view rest = block_; !rest.empty();) {
      const ssize_t count = write(descriptor_, rest.data(), rest.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) fail(count < 0 ? errno : EIO);
      rest.remove_prefix(static_cast<std::size_t>(count));
    }
    block_.clear();
  }

  void finish() {
    flush();
    if (fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS) fail(errno);
  }

  [[noreturn]] void fail(int system_error) const {
    if (system_error == ENOSPC || system_error == EDQUOT)
      throw NoSpace(name_ + ": no space left on the disk");
    throw Error(name_ + ": cannot be written: " + std::generic_category().message(system_error));
  }

 private:
  static constexpr std::size_t kBlock = 1U << 20U;

  int descriptor_;
  std::string folder_, name_, block_;
};

/// Formats that name other files to be read: what is served must lie within the folder.
bool names_other_files(const std::string& container) {
  constexpr std::array<std::string_view, 4> kPlaylists{"hls", "dash", "concat", "imf"};
  std::istringstream names(container);
  for (std::string name; std::getline(names, name, ',');) {
    if (std::ranges::find(kPlaylists, std::string_view(name)) != kPlaylists.end()) return true;
  }
  return false;
}

/// Throws Error, with the name instead of the hidden path.
void check_video(const std::string& path, const std::string& name) {
  std::string container;
  try {
    container = probe(path).container;
  } catch (const Error& error) {
    std::string line = error.what();
    if (const std::size_t at = line.find(path); at != std::string::npos) line.replace(at, path.size(), name);
    throw Error(line);
  }
  if (names_other_files(container)) throw Error(name + ": is a playlist, not a video");
}

/// Gives the file the first free of `NAME.EXT`, `NAME-2.EXT` and so on, and returns its path.
std::string named(libav::Unfinished& hidden, const std::string& wanted, const UploadWriter& writer) {
  for (;;) {
    std::string path = free_output_path(wanted);
    const int failed = libav::rename_without_replacing(hidden.path(), path);
    if (failed == EEXIST) continue;  // it appeared meanwhile
    if (failed != 0) writer.fail(failed);
    hidden.keep();
    return path;
  }
}

/// Counts the uploads at work.
class UploadPlace {
 public:
  explicit UploadPlace(Studio& studio) : studio_(studio) {
    if (++studio_.uploads <= kMostUploads) return;
    --studio_.uploads;
    throw TooMany("too many uploads are at work; try again when one has ended");
  }
  ~UploadPlace() { --studio_.uploads; }
  UploadPlace(const UploadPlace&) = delete;
  UploadPlace& operator=(const UploadPlace&) = delete;

 private:
  Studio& studio_;
};

/// The folder to add to. Throws Conflict if there is none or no more would be listed.
std::string upload_folder(const Studio& studio) {
  const auto folder = studio.library.folder_to_add_to();
  if (!folder)
    throw Conflict("videos cannot be added here; start smartcrop serve with a folder that can be written");
  if (studio.library.list().videos.size() >= kMostVideos)
    throw Conflict("the folder holds " + std::to_string(kMostVideos) + " videos; no more are listed");
  return *folder;
}

/// Receives the file, checks it and gives it its name below the folder, which is returned.
std::string received(Studio& studio, const httplib::Request& request, RequestBody& body) {
  const std::string name = parse_upload_query(request.params);
  const std::string folder = upload_folder(studio);
  const std::string wanted = (fs::path(folder) / name).string();
  check_space(folder, name,
              parse_number<std::uint64_t>(request.get_header_value("Content-Length")).value_or(0));
  auto hidden = [&] {
    try {
      return libav::Unfinished::file(wanted);
    } catch (const std::system_error& error) {
      throw Error(name + ": cannot be written: " + error.code().message());
    }
  }();
  UploadWriter writer(hidden.descriptor(), folder, name);
  const bool is_whole = body.read([&](std::span<const char> bytes) {
    writer.add(bytes);
    return !studio.closing.is_canceled();
  });
  if (!is_whole) throw Error(name + ": the upload was broken off");
  writer.finish();
  check_video(hidden.path(), name);
  return fs::path(named(hidden, wanted, writer)).filename().string();
}

}  // namespace

void add_upload_routes(HttpServer& server, Studio& studio) {
  server.upload_route("/api/v1/videos",
                      [&](const httplib::Request& request, httplib::Response& response, RequestBody& body) {
                        const UploadPlace place(studio);
                        const std::string name = received(studio, request, body);
                        const auto videos = studio.library.list().videos;
                        const auto found = std::ranges::find(videos, name, &LibraryVideo::name);
                        if (found == videos.end())
                          throw NotFound(name + ": was added, but is not there any more");
                        answer_json(response, described(studio, *found), 201);
                      });
}

}  // namespace smartcrop::internal
