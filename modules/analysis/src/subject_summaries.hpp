#pragma once

#include <vector>

#include "moving_window_sink.hpp"
#include "smartcrop/plan/subject_summary.hpp"

namespace smartcrop::internal {

/// The subjects of all shots, as a document tells them.
std::vector<SubjectSummary> summarize_subjects(const ShotContents& contents);

/// Of the shots in which two or more faces were seen. `shots`: of the contents.
std::vector<SpeakerSummary> summarize_speakers(const ShotContents& contents, const std::vector<Shot>& shots);

}  // namespace smartcrop::internal
