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
  double edge_share = 0;          ///< share of the frame's edges (Sobel) in and close to the boxes, 0..1
  /// Sum of the frame's edges, 8-bit codes; nullopt if it was not searched for words.
  std::optional<double> edges = {};
};

/// Finds words in small frames by the detection network of PP-OCRv4 through OpenCV's dnn ("Real-Time Scene
/// Text Detection with Differentiable Binarization", Liao et al., 2020). Letters must be 4 px high in the
/// small frame. Without the model's file it finds nothing, see is_available(). Thread-safe; threads wait for
/// each other, because a second network would take 20 MB and text is seldom searched for.
class TextDetector {
 public:
  /// `model`: path of the ONNX file; empty = find_text_model(). Throws Error if a file that was given is
  /// missing, or the file is not readable.
  explicit TextDetector(const std::string& model = {});
  ~TextDetector();
  TextDetector(TextDetector&&) noexcept;
  TextDetector& operator=(TextDetector&&) noexcept;

  /// Whether the model is installed (scripts/fetch-models gets it).
  bool is_available() const;

  /// Boxes from top to bottom. An empty frame has none.
  FrameText detect(const SmallFrame& frame) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Path of PP-OCRv4's ONNX file, searched for like find_face_model(); nullopt if it is not installed.
std::optional<std::string> find_text_model();

}  // namespace smartcrop
