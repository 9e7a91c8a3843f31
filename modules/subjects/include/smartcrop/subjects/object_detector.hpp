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

/// Groups of object classes.
enum class ObjectKind {
  person,
  animal,
  vehicle,
  ball,
  fixture,  ///< does not move by itself: furniture, appliances, street furniture
  other,    ///< things that people carry and use
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
  /// Lowest score of an object, 0 < min_score < 1. At .4 the subjects of 7 of 8 labeled stills were found;
  /// tracks over time confirm weaker ones.
  double min_score = 0.35;
  /// Of two boxes that overlap more than this (intersection over union, 0 < x < 1) the weaker is dropped: a
  /// cow is also seen as a horse, a van as a car and a truck.
  double max_overlap = 0.5;
  /// Smallest longer side of an object, as a share of the frame's long side, 0 <= x < 1; 0 = no limit.
  double min_size = 0;

  /// Most pixels of the network's input, >= 4096 (64x64). Time grows with it.
  int max_input_px = 320 * 192;

  std::vector<std::string> problems() const;
};

/// Finds people, animals, vehicles, balls and other things of COCO's classes in small frames, by the network
/// NanoDet-g. The network's input is the small frame in about 60000 px of the same
/// shape, see object_input_size(). Colors are converted by the frame's coding. Without the model's file it
/// finds nothing, see is_available(). Cost of detect() on one thread: 13 ms. Thread-safe; results have the
/// same bits with any number of threads.
class ObjectDetector {
 public:
  /// Throws std::invalid_argument (options), Error if a file that was given is missing, or the file is not
  /// readable.
  explicit ObjectDetector(const ObjectDetectorOptions& options = {});
  ~ObjectDetector();
  ObjectDetector(ObjectDetector&&) noexcept;
  ObjectDetector& operator=(ObjectDetector&&) noexcept;

  /// Whether the model is installed (scripts/fetch-models gets it). Programs should tell the user if it is
  /// not.
  bool is_available() const;

  /// The model's file; empty if there is none.
  const std::string& file() const;

  /// Objects of one frame, best first; ties from top to bottom, left to right. An empty frame has none.
  std::vector<DetectedObject> detect(const SmallFrame& frame) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Size of the network's input for a small map, px: multiples of 32, at most `max_px` in area. Of these the
/// one into which the map fits largest, enlarged by at most a quarter; of equal ones the smallest. The map is
/// stretched to fill it. Sizes for which OpenCV 4.6, which runs TextDetector's network, gives other bits
/// with another number of threads are not used.
cv::Size object_input_size(cv::Size map, int max_px = ObjectDetectorOptions{}.max_input_px);

/// Path of NanoDet-g's ONNX file, searched for like find_face_model(); nullopt if it is not installed.
std::optional<std::string> find_object_model();

}  // namespace smartcrop
