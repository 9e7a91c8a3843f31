#include <dlfcn.h>

#include <algorithm>
#include <filesystem>
#include <mutex>
#include <regex>
#include <vector>

#include "capture/capture_entry.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/program_folder.hpp"
#include "smartcrop/video/frame_source.hpp"

namespace smartcrop {
namespace {

namespace fs = std::filesystem;

using Entry = decltype(&smartcrop_open_capture_2);

/// Where the library may lie: beside this code, as installed or as built; then where it is installed.
std::vector<fs::path> places() {
  std::vector<fs::path> places;
  const fs::path folder = program_folder();
  for (const char* step : {".", "../lib", "../" SMARTCROP_LIBDIR, "../../lib"}) {
    places.push_back(folder / step);
    places.push_back(folder / step / "smartcrop");
  }
  places.emplace_back(SMARTCROP_INSTALL_DIR "/smartcrop");
  return places;
}

/// Never unloaded: OpenCV's backends do not survive that.
Entry load() {
  for (const fs::path& place : places()) {
    const fs::path path = place / SMARTCROP_CAPTURE_NAME;
    std::error_code ignored;
    if (!fs::exists(path, ignored)) continue;
    void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr)
      throw Error(std::string("cameras and image sequences cannot be read: ") + dlerror());
    void* symbol = dlsym(library, "smartcrop_open_capture_2");
    if (symbol == nullptr) throw Error(path.string() + " is of another version of this program");
    return reinterpret_cast<Entry>(symbol);
  }
  throw Error(std::string("cameras, image sequences and pipelines need the library " SMARTCROP_CAPTURE_NAME
                          ", which is not installed beside this program"));
}

Entry entry() {
  static std::mutex mutex;
  static Entry loaded = nullptr;
  const std::lock_guard lock(mutex);
  if (loaded == nullptr) loaded = load();
  return loaded;
}

bool needs_capture(const std::string& name) {
  static const std::regex camera("[0-9]{1,5}|/dev/video.*"), pattern(".*%0?[0-9]*d.*");
  std::error_code ignored;
  if (std::regex_match(name, camera)) return !fs::is_regular_file(name, ignored);
  if (fs::exists(name, ignored)) return false;
  return std::regex_match(name, pattern) || name.find('!') != std::string::npos;
}

}  // namespace

std::unique_ptr<FrameSource> open_capture(const std::string& name) {
  std::unique_ptr<FrameSource> source;
  std::string error;
  entry()(name, source, error);
  if (!source) throw Error(error);
  return source;
}

std::unique_ptr<FrameSource> open_source(const std::string& name, const FileSourceOptions& options) {
  return needs_capture(name) ? open_capture(name) : open_file(name, options);
}

}  // namespace smartcrop
