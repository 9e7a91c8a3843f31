#pragma once

#include "smartcrop/core/safe_zone.hpp"
#include "smartcrop/plan/analysis_document.hpp"

namespace smartcrop {

/// How often a platform's interface would cover the main face of a shot: that of the speaker if known, else
/// that of the subject with the highest score.
struct CoveredFaces {
  std::size_t faces = 0;    ///< analyzed frames with that face in the window
  std::size_t covered = 0;  ///< of these, frames in which a tenth of it or more is outside the safe zone
};

/// `plan`: of the analyzed video. The frames of a shot are taken as evenly spaced.
CoveredFaces covered_faces(const AnalysisDocument& analysis, const CropPlan& plan, const SafeZone& zone);

}  // namespace smartcrop
