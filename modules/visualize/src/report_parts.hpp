#pragma once

// Parts of the report page, as data of its template.

#include <kainjow/mustache.hpp>
#include <opencv2/core/mat.hpp>
#include <string>

#include "smartcrop/visualize/report.hpp"

namespace smartcrop::internal {

/// The picture as a data URI, at most `width` px wide.
std::string jpeg_uri(const cv::Mat& bgr, int width);

/// The subjects that a shot may be about, by shot, best first: where there are pictures of them, those with
/// one and those that the window follows.
kainjow::mustache::data subjects_of(const ReportContent& content);

/// Who speaks, turn by turn; a row without turns if it is not known.
kainjow::mustache::data speakers_of(const AnalysisDocument& analysis);

}  // namespace smartcrop::internal
