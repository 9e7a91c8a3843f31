#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop {

/// What an object is, coarsely.
enum class ObjectKind {
  person,
  animal,
  vehicle,
  ball,
  fixture,  ///< never moves by itself: furniture, appliances, what stands in the street
  other,    ///< what people carry and use
};

/// "person", "animal", "vehicle", "ball", "fixture" or "other".
std::string_view to_string(ObjectKind kind);

/// Number of the classes that the detector knows: the 80 of COCO (Lin et al., "Microsoft COCO", 2014).
inline constexpr int kObjectClasses = 80;

/// COCO's name of a class, 0 = "person". Throws std::invalid_argument for a number of no class.
std::string_view object_class_name(int class_id);

/// Throws std::invalid_argument for a number of no class.
ObjectKind object_kind(int class_id);

/// An object seen in one frame.
struct DetectedObject {
  CropWindow box;    ///< displayed source px, inside the frame: all of the object that is seen
  int class_id = 0;  ///< 0 to kObjectClasses - 1
  double score = 0;  ///< 0..1, the network's probability of the class

  bool operator==(const DetectedObject&) const = default;
};

struct ObjectDetectorOptions {
  std::string model;  ///< path of NanoDet-g's ONNX file; empty = find_object_model()
  /// Lowest score of an object, 0 < min_score < 1. At .4 the subject of 7 of 8 labeled stills was found; time
  /// confirms weaker ones.
  double min_score = 0.35;
  /// Of two boxes that overlap more than this (intersection over union, 0 < x < 1) the weaker is dropped: a
  /// cow is also seen as a horse, a van as a car and a truck.
  double max_overlap = 0.5;
  /// Smallest longer side of an object, as a share of the frame's long side, 0 <= x < 1; 0 = whatever is
  /// seen.
  double min_size = 0;

  /// Most pixels of the network's input, >= 4096 (64x64). Time grows with it.
  int max_input_px = 320 * 192;

  std::vector<std::string> problems() const;
};

/// Finds people, animals, vehicles, balls and other things of COCO's classes in small frames, by the network
/// NanoDet-g through OpenCV's dnn. The network sees the small frame in about 60000 px of the frame's own
/// shape, see object_input_size(). Colors are read as the frame's coding says. Without the model's file it
/// finds nothing, see is_available().
/// Thread-safe: any number of threads may call detect() of one detector, with the same bits as one. A thread
/// that detects while others do has the file read anew, once.
class ObjectDetector {
 public:
  /// Throws std::invalid_argument (options), Error where a file that was asked for is missing or any is not
  /// readable.
  explicit ObjectDetector(const ObjectDetectorOptions& options = {});
  ~ObjectDetector();
  ObjectDetector(ObjectDetector&&) noexcept;
  ObjectDetector& operator=(ObjectDetector&&) noexcept;

  /// Whether the model is there (scripts/fetch-models gets it). For the user to read where it is not.
  bool is_available() const;

  /// The file it works from; empty where there is none.
  const std::string& file() const;

  /// Objects of one frame, best first; ties from top to bottom, left to right. An empty frame has none.
  std::vector<DetectedObject> detect(const SmallFrame& frame) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Size at which the network sees a small map of the given size, px: of all sizes of at most `max_px` in
/// area, multiples of 32, the smallest of those into which the map fits largest, growing by a quarter at
/// most; the map is then stretched to fill it. Left out are sizes for which OpenCV 4.6 gives other bits with
/// another number of threads.
cv::Size object_input_size(cv::Size map, int max_px = ObjectDetectorOptions{}.max_input_px);

/// NanoDet-g's ONNX file, looked for where find_face_model() looks; nullopt where it is in none of the
/// places.
std::optional<std::string> find_object_model();

}  // namespace smartcrop
