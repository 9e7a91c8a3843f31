#pragma once

#include <optional>
#include <vector>

#include "smartcrop/plan/crop_plan.hpp"
#include "smartcrop/plan/subject_summary.hpp"
#include "smartcrop/reframe/fixed_window.hpp"

namespace smartcrop::internal {

/// The subjects of all shots, as a document tells them.
std::vector<SubjectSummary> summarize_subjects(const ShotContents& contents);

/// The subject that a shot's window follows and why; nullopt where it follows none.
std::optional<PlanSubject> followed_subject(const SubjectChoice& choice, const ShotImportance& importance);

/// Of the shots in which two or more faces were seen. `shots`: of the contents.
std::vector<SpeakerSummary> summarize_speakers(const ShotContents& contents, const std::vector<Shot>& shots);

}  // namespace smartcrop::internal
