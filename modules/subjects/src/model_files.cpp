#include <array>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "smartcrop/subjects/face_detector.hpp"

namespace smartcrop {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFaceModel = "ultraface-rfb-320.onnx";

constexpr std::array kFaceCascades{"/usr/share/opencv4/haarcascades/haarcascade_frontalface_alt2.xml",
                                   "/usr/share/opencv/haarcascades/haarcascade_frontalface_alt2.xml"};

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

}  // namespace

std::optional<std::string> find_face_model() {
  std::vector<fs::path> folders;
  if (const char* named = std::getenv("SMARTCROP_MODELS"); named && *named) folders.emplace_back(named);
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error) folders.push_back(program.parent_path().parent_path() / "share/smartcrop/models");
  folders.emplace_back(SMARTCROP_SOURCE_MODELS);
  folders.emplace_back(SMARTCROP_INSTALLED_MODELS);
  for (const fs::path& folder : folders) {
    if (is_file(folder / kFaceModel)) return (folder / kFaceModel).string();
  }
  return std::nullopt;
}

std::optional<std::string> find_face_cascade() {
  for (const char* path : kFaceCascades) {
    if (is_file(path)) return path;
  }
  return std::nullopt;
}

}  // namespace smartcrop
