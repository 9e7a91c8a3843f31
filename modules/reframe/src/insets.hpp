#pragma once

#include <functional>
#include <opencv2/core/types.hpp>
#include <vector>

#include "smartcrop/importance/shot_importance.hpp"
#include "smartcrop/reframe/camera_path.hpp"
#include "smartcrop/reframe/subject_choice.hpp"

namespace smartcrop::internal {

/// A small picture inside the picture, and the subjects with a face in it.
struct ShownInset {
  cv::Rect box;                       ///< what is surely inside, displayed source px
  cv::Rect around;                    ///< with a thin border
  std::vector<std::size_t> subjects;  ///< indices of those with a face that are inside, the longest first
};

/// Insets whose picture changes on its own, or that show a face. `subjects`: nullptr, or those of the shot.
std::vector<ShownInset> insets_in(const ShotImportance& importance, const SubjectChoice* subjects);

/// What a window that cuts an inset is worth, as a share of one that does not and keeps as much.
inline constexpr double kCutWorth = 0.6;

/// Whether a window shows a part of an inset, but neither all of it nor its inside alone.
bool cuts(const CropWindow& window, const ShownInset& inset);

/// The insets with faces in a part of the frame.
std::vector<ShownInset> insets_with_faces(const cv::Rect& within, const ShotImportance& importance,
                                          const SubjectChoice& subjects);

/// The choice without some of its subjects.
SubjectChoice choice_without(const SubjectChoice& choice, const std::vector<std::size_t>& subjects);

/// Joins some subjects into the first of them. In frames without any of them it stays where it was last.
SubjectChoice seen_throughout(const SubjectChoice& choice, const std::vector<std::size_t>& subjects);

/// Windows inside a part of the frame.
using PartSolver = std::function<std::vector<CropWindow>(const cv::Rect& within)>;

/// Windows that show each inset whole, only its inside, or nothing of it, if there is room and they keep
/// nearly as much. `solve` is called only if windows cut an inset.
std::vector<CropWindow> beside_or_inside(std::vector<CropWindow> windows, const PathRequest& request,
                                         const ShotImportance& importance, const SubjectChoice* subjects,
                                         const PartSolver& solve);

}  // namespace smartcrop::internal
