#include "smartcrop/subjects/model_files.hpp"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "smartcrop/core/program_folder.hpp"
#include "smartcrop/subjects/face_detector.hpp"
#include "smartcrop/subjects/face_landmarks.hpp"
#include "smartcrop/subjects/object_detector.hpp"
#include "smartcrop/subjects/text_detector.hpp"

namespace smartcrop {
namespace {

namespace fs = std::filesystem;

constexpr std::array kFaceCascades{"/usr/share/opencv4/haarcascades/haarcascade_frontalface_alt2.xml",
                                   "/usr/share/opencv/haarcascades/haarcascade_frontalface_alt2.xml"};

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

/// An environment variable; nullopt if it is not set or empty.
std::optional<fs::path> variable(const char* name) {
  const char* const value = std::getenv(name);
  return value && *value ? std::optional<fs::path>(value) : std::nullopt;
}

}  // namespace

std::optional<std::string> find_model(const std::string& file_name) {
  std::vector<fs::path> folders;
  if (const auto named = variable("SMARTCROP_MODELS")) folders.push_back(*named);
  if (const auto cache = variable("XDG_CACHE_HOME")) {
    folders.push_back(*cache / "smartcrop/models");
  } else if (const auto home = variable("HOME")) {
    folders.push_back(*home / ".cache/smartcrop/models");
  }
  // From a Python wheel, from bin/, and from where the Python module lies in a build tree.
  const fs::path here = program_folder();
  for (const char* prefix : {".", "..", "../.."}) folders.push_back(here / prefix / "share/smartcrop/models");
  folders.emplace_back(SMARTCROP_INSTALLED_MODELS);
  for (const fs::path& folder : folders) {
    if (is_file(folder / file_name)) return (folder / file_name).lexically_normal().string();
  }
  return std::nullopt;
}

std::optional<std::string> find_face_model() {
  return find_model("ultraface-rfb-320.onnx");
}

std::optional<std::string> find_face_mesh_model() {
  return find_model("facemesh.onnx");
}

std::optional<std::string> find_object_model() {
  return find_model("nanodet-g.onnx");
}

std::optional<std::string> find_text_model() {
  return find_model("ppocr-v4-text.onnx");
}

std::optional<std::string> find_face_cascade() {
  for (const char* path : kFaceCascades) {
    if (is_file(path)) return path;
  }
  return std::nullopt;
}

}  // namespace smartcrop
