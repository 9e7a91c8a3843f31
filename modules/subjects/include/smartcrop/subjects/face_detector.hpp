#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop {

/// A face seen in one frame.
struct FaceBox {
  CropWindow box;    ///< displayed source px, inside the frame: forehead to chin, ear to ear
  double score = 0;  ///< 0..1, see FaceBackend
  std::optional<double> turn = std::nullopt;  ///< see face_turn(); nullopt = not measured

  bool operator==(const FaceBox&) const = default;
};

/// What finds the faces.
enum class FaceBackend {
  none,       ///< nothing is installed: no faces are found
  haar,       ///< OpenCV's Haar cascade, frontal faces only. Score: n / (n + 1) for n >= 3 neighboring hits.
  ultraface,  ///< UltraFace RFB-320. Score: the network's probability.
};

/// "none", "haar" or "ultraface".
std::string to_string(FaceBackend backend);

struct FaceDetectorOptions {
  std::optional<FaceBackend>
      backend;          ///< nullopt = the best that is installed: ultraface, else haar, else none
  std::string model;    ///< path of UltraFace's ONNX file; empty = find_face_model()
  std::string cascade;  ///< path of Haar's XML file; empty = frontalface_alt2 of Debian's opencv-data
  /// Lowest score of a face, 0 < min_score < 1. UltraFace at .7 found 33 of 34 faces in 20 stills with 2
  /// false ones. Haar's are .75 and more.
  double min_score = 0.7;
  /// Of two UltraFace boxes that overlap more than this (intersection over union, 0 < x < 1) the weaker is
  /// dropped.
  double max_overlap = 0.3;
  /// Smallest side of a face, as a share of the frame's long side, 0 <= x < 1; 0 = no limit. Smaller hits are
  /// mostly false, and too small to guide a crop. See FaceDetector for the limits of the backends.
  double min_size = 0.03;

  std::vector<std::string> problems() const;
};

/// Finds faces in small frames. UltraFace's input is 320x240 px, into which the small frame is fitted.
/// Measured on a clip, there it finds all faces 12 px wide, and half of those of 9 to 11 px. 12 px are 1/27
/// of the long side of a wide frame (72 px of 1920), 1/20 of an upright one. Haar finds faces from 20 px of
/// the small frame on (1/16 of the long side), and about half of them. Colors are converted by the frame's
/// coding. Cost of detect() on one thread: UltraFace 4 ms, Haar 6 to 35 ms, depending on texture.
/// Thread-safe; results have the same bits with any number of threads. For each thread that calls detect() at
/// the same time as others Haar's file is read again, once.
class FaceDetector {
 public:
  /// Throws std::invalid_argument (options), Error if a file that was given is missing or not readable.
  explicit FaceDetector(const FaceDetectorOptions& options = {});
  ~FaceDetector();
  FaceDetector(FaceDetector&&) noexcept;
  FaceDetector& operator=(FaceDetector&&) noexcept;

  /// The backend in use. Programs should tell the user if it is Haar.
  FaceBackend backend() const;

  /// The model's file; empty if there is none.
  const std::string& file() const;

  /// Faces of one frame, best first; ties from top to bottom, left to right. An empty frame has none.
  std::vector<FaceBox> detect(const SmallFrame& frame) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Path of UltraFace's ONNX file (scripts/fetch-models gets it). Searched for in the folder named by
/// SMARTCROP_MODELS, in the user's cache ($XDG_CACHE_HOME or ~/.cache, smartcrop/models), and in
/// share/smartcrop/models of the program's prefix and of the prefix that CMake was configured with. nullopt
/// if it is not installed.
std::optional<std::string> find_face_model();

/// Path of Debian's frontalface_alt2 (package opencv-data); nullopt if it is not installed.
std::optional<std::string> find_face_cascade();

}  // namespace smartcrop
