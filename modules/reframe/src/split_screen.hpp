#pragma once

#include <opencv2/core/types.hpp>
#include <optional>
#include <span>
#include <vector>

#include "smartcrop/importance/shot_importance.hpp"
#include "smartcrop/reframe/subject_choice.hpp"

namespace smartcrop::internal {

/// The pictures that a part of the frame (displayed source px) shows side by side or one above the other,
/// without their seams. Seams that a subject crosses are none. `subjects`: nullptr, or those of the shot.
std::vector<cv::Rect> pictures_in(const cv::Rect& part, const ShotImportance& importance,
                                  const SubjectChoice* subjects);

/// That of several pictures in which the middles of nearly all windows lie.
std::optional<cv::Rect> picture_of(std::span<const CropWindow> windows, std::span<const cv::Rect> pictures);

}  // namespace smartcrop::internal
