#pragma once

#include "common/app.hpp"
#include "smartcrop-crop/preview_files.hpp"
#include "smartcrop/plan/analysis_document.hpp"

namespace smartcrop::app {

/// Shows the candidates of the analysis' first aspect ratio (table, previews written through `previews`, the
/// contact sheet itself in terminals that show pictures), asks on stderr which one, reads the answer from
/// stdin, and returns its index. Enter or the end of input take the first; a wrong answer is asked again.
/// --quiet leaves only the question, and that only on a terminal. Throws Error, Canceled when interrupted.
std::size_t choose_candidate(const AnalysisDocument& analysis, const std::string& input,
                             PreviewFiles& previews, const CommonOptions& common);

}  // namespace smartcrop::app
