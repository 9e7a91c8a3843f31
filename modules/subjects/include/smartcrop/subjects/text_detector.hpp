#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/metrics/small_frame.hpp"

namespace smartcrop {

/// The words of one frame.
struct FrameText {
  FrameIndex frame;
  std::vector<CropWindow> boxes;  ///< of lines or words, displayed source px, inside the frame
  double edge_share = 0;          ///< of the frame's edges (Sobel), those in and close around the boxes, 0..1
};

/// Finds words in small frames by the detection network of PP-OCRv4 through OpenCV's dnn ("Real-Time Scene
/// Text Detection with Differentiable Binarization", Liao et al., 2020). Letters must be 4 px high in the
/// small frame. Without the model's file it finds nothing, see is_available().
/// Thread-safe; threads wait for each other, as a second network would take 20 MB and words are seldom
/// looked for.
class TextDetector {
 public:
  /// `model`: path of the ONNX file; empty = find_text_model(). Throws Error where a file that was asked for
  /// is missing or any is not readable.
  explicit TextDetector(const std::string& model = {});
  ~TextDetector();
  TextDetector(TextDetector&&) noexcept;
  TextDetector& operator=(TextDetector&&) noexcept;

  /// Whether the model is there (scripts/fetch-models gets it).
  bool is_available() const;

  /// Boxes from top to bottom. An empty frame has none.
  FrameText detect(const SmallFrame& frame) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// PP-OCRv4's ONNX file, looked for where find_face_model() looks; nullopt where it is in none of the places.
std::optional<std::string> find_text_model();

}  // namespace smartcrop
