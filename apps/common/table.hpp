#pragma once

#include <string>
#include <vector>

#include "smartcrop/plan/analysis_document.hpp"

namespace smartcrop::app {

/// The first row holds the titles. Columns are padded to their widest cell, two spaces between, to the right
/// where every cell below the title is a number.
std::string format_table(const std::vector<std::vector<std::string>>& rows);

/// The candidates of an analysis for people: rank, window, score, strategy, reason.
std::string candidate_table(const AnalysisDocument& analysis);

}  // namespace smartcrop::app
