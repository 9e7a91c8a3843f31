#pragma once

#include "smartcrop/core/safe_zone.hpp"
#include "smartcrop/plan/analysis_document.hpp"

namespace smartcrop {

/// How often a platform's interface would cover the face of whom a shot is about: the speaker where that is
/// known, else the face of the subject with the highest score.
struct CoveredFaces {
  std::size_t faces = 0;    ///< analyzed frames in which such a face is in the window
  std::size_t covered = 0;  ///< of these, frames in which a tenth of it or more is outside the safe zone
};

/// `plan`: of the analyzed video. Frames between a shot's ends are taken as evenly spaced.
CoveredFaces covered_faces(const AnalysisDocument& analysis, const CropPlan& plan, const SafeZone& zone);

}  // namespace smartcrop
