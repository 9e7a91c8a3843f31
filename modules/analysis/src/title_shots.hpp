#pragma once

#include <optional>
#include <span>
#include <vector>

#include "smartcrop/plan/crop_plan.hpp"
#include "smartcrop/reframe/camera_path.hpp"
#include "smartcrop/reframe/fixed_window.hpp"
#include "smartcrop/reframe/title_card.hpp"

namespace smartcrop::internal {

/// Sets the words of shots that are title cards. `texts`: of the whole video, ascending.
void add_title_words(ShotContents& contents, const std::vector<Shot>& shots,
                     std::span<const FrameText> texts);

/// The words of a shot that is a title card, unless the user follows a subject in it.
std::optional<CropWindow> title_words_of(const ShotContents& contents, std::size_t shot);

/// A shot with one fixed window that shows all words; padded if the window has another shape than the output.
PlanShot plan_title(const Shot& shot, const CropWindow& words, const PathRequest& request);

}  // namespace smartcrop::internal
