#pragma once

#include <optional>
#include <vector>

#include "smartcrop/plan/crop_plan.hpp"
#include "smartcrop/plan/subject_summary.hpp"
#include "smartcrop/reframe/fixed_window.hpp"

namespace smartcrop::internal {

/// The subjects of all shots, for the document.
std::vector<SubjectSummary> summarize_subjects(const ShotContents& contents);

/// The subject that a shot's window follows and why; nullopt if it follows none.
std::optional<PlanSubject> followed_subject(const SubjectChoice& choice, const ShotImportance& importance);

/// The speakers of shots with two or more faces. `shots`: of the contents.
std::vector<SpeakerSummary> summarize_speakers(const ShotContents& contents, const std::vector<Shot>& shots);

}  // namespace smartcrop::internal
