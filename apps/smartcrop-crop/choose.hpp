#pragma once

#include "common/app.hpp"
#include "smartcrop-crop/preview_files.hpp"
#include "smartcrop/plan/analysis_document.hpp"

namespace smartcrop::app {

/// Writes previews of the candidates of the first aspect ratio, prints their table and asks on stderr which
/// one to use. Returns the index of the answer read from stdin. Enter or the end of input means the first; an
/// invalid answer is asked again. With --quiet only the question is printed, and only on a terminal. Throws
/// Error, Canceled when interrupted.
std::size_t choose_candidate(const AnalysisDocument& analysis, const std::string& input,
                             PreviewFiles& previews, const CommonOptions& common);

}  // namespace smartcrop::app
