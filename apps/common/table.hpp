#pragma once

#include <string>
#include <vector>

#include "smartcrop/plan/analysis_document.hpp"

namespace smartcrop::app {

/// Formats rows as a text table; the first row holds the titles. Columns are separated by two spaces; columns
/// of numbers are right-aligned.
std::string format_table(const std::vector<std::vector<std::string>>& rows);

/// A table of the candidates of an analysis: rank, window, score, strategy, reason.
std::string candidate_table(const AnalysisDocument& analysis);

}  // namespace smartcrop::app
