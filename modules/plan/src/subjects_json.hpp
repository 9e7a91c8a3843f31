#pragma once

#include <vector>

#include "smartcrop/plan/json_reader.hpp"
#include "smartcrop/plan/subject_summary.hpp"

namespace smartcrop::internal {

/// The list `subjects` of an analysis document.
nlohmann::ordered_json subjects_json(const std::vector<SubjectSummary>& subjects);
/// Reads and validates it; `shots`: how many the document has.
std::vector<SubjectSummary> read_subjects(const JsonReader& json, std::size_t shots);

nlohmann::ordered_json speakers_json(const std::vector<SpeakerSummary>& speakers);

/// `shots`: how many the document has.
std::vector<SpeakerSummary> read_speakers(const JsonReader& json, std::size_t shots);

}  // namespace smartcrop::internal
