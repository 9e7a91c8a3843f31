#pragma once

#include <optional>
#include <span>

#include "smartcrop/subjects/text_detector.hpp"

namespace smartcrop {

/// The box around all words if the shot is a title card or credits: at least a third of the edges belong to
/// words in most of the searched frames, or in all of them together where the picture rests all the time, and
/// in at least two. nullopt for any other shot, also with captions or a logo. `texts`: of the searched frames
/// of one shot.
std::optional<CropWindow> title_words(std::span<const FrameText> texts);

/// The window that shows all these words with a margin: of size `window` and centered on them if they fit
/// into it, else as much of `within` as is needed, in the shape that leaves the least padding in the output.
/// Displayed source px.
CropWindow window_of_title(const CropWindow& words, cv::Size window, const cv::Rect& within);

}  // namespace smartcrop
