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

  bool operator==(const FaceBox&) const = default;
};

/// What finds the faces.
enum class FaceBackend {
  none,       ///< nothing is installed: no faces are found
  haar,       ///< OpenCV's Haar cascade, frontal faces only. Score: n / (n + 1) for n >= 3 neighboring hits.
  ultraface,  ///< UltraFace RFB-320 through OpenCV's dnn. Score: the network's probability.
};

/// "none", "haar" or "ultraface".
std::string to_string(FaceBackend backend);

struct FaceDetectorOptions {
  std::optional<FaceBackend>
      backend;          ///< none given = the best that is installed: ultraface, else haar, else none
  std::string model;    ///< path of UltraFace's ONNX file; empty = find_face_model()
  std::string cascade;  ///< path of Haar's XML file; empty = frontalface_alt2 of Debian's opencv-data
  /// Lowest score of a face, 0 < min_score < 1. UltraFace at .7 found 33 of 34 faces in 20 stills with 2
  /// false ones. Haar's are .75 and more.
  double min_score = 0.7;
  /// Of two UltraFace boxes that overlap more than this (intersection over union, 0 < x < 1) the weaker is
  /// dropped.
  double max_overlap = 0.3;
  /// Smallest side of a face, as a share of the frame's long side, 0 <= x < 1; 0 = whatever the backend sees.
  /// Smaller hits are mostly false ones, and too small to lead a crop. See FaceDetector for what the backends
  /// see.
  double min_size = 0.03;

  std::vector<std::string> problems() const;
};

/// Finds faces in small frames. UltraFace sees 320x240 px, into which the small frame is fitted. Measured on
/// a clip: faces 12 px wide there are all found, 9 to 11 px half. 12 px are a 27th of the long side
/// of a wide frame (72 px of 1920), a 20th of an upright one. Haar sees 20 px of the small frame and more, a
/// 16th, and finds half of them. Colors are read as the frame's coding says.
/// Cost of detect(), one thread: UltraFace 8 ms, Haar 6 to 35 ms, the more texture the more.
/// Thread-safe: any number of threads may call detect() of one detector, with the same bits as one. A thread
/// that detects while others do has the file read anew, once (6 ms).
class FaceDetector {
 public:
  /// Throws std::invalid_argument (options), Error where a file that was asked for is missing or not
  /// readable.
  explicit FaceDetector(const FaceDetectorOptions& options = {});
  ~FaceDetector();
  FaceDetector(FaceDetector&&) noexcept;
  FaceDetector& operator=(FaceDetector&&) noexcept;

  /// What finds the faces. For the user to read: an output made with Haar should say so.
  FaceBackend backend() const;

  /// The file it works from; empty for none.
  const std::string& file() const;

  /// Faces of one frame, best first; ties from top to bottom, left to right. An empty frame has none.
  std::vector<FaceBox> detect(const SmallFrame& frame) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// UltraFace's ONNX file (scripts/fetch-models gets it): in the folder SMARTCROP_MODELS names, in the user's
/// cache ($XDG_CACHE_HOME or ~/.cache, smartcrop/models), in share/smartcrop/models of the prefix that the
/// program lies in, in share/smartcrop/models of the prefix it was configured for. nullopt where it is in
/// none.
std::optional<std::string> find_face_model();

/// Debian's frontalface_alt2 (package opencv-data); nullopt where it is not installed.
std::optional<std::string> find_face_cascade();

}  // namespace smartcrop
