#pragma once

#include <optional>
#include <span>

#include "smartcrop/subjects/text_detector.hpp"

namespace smartcrop {

/// The box around all words of a shot that is words (a title card, credits): in most of its searched frames,
/// and at least two, words make a third of the edges or more. nullopt for any other shot, also one with
/// captions or a logo. `texts`: of the frames of one shot.
std::optional<CropWindow> title_words(std::span<const FrameText> texts);

/// The window that shows such words whole, with a margin: of size `window` and about the words' middle where
/// they fit into it, else larger, as much of `within` as fills the most of an output of that shape. Displayed
/// source px.
CropWindow window_of_title(const CropWindow& words, cv::Size window, const cv::Rect& within);

}  // namespace smartcrop
