#pragma once

#include <optional>

#include "smartcrop/importance/shot_importance.hpp"
#include "smartcrop/subjects/subject_tracks.hpp"

namespace smartcrop {

/// What stands out most in a shot, as a subject that no detector needs to know: a hand, a kettle, a figure of
/// a game. The window with the most importance is followed through the shot (see best_track()); from there
/// CamShift (Bradski, "Computer Vision Face Tracking for Use in a Perceptual User Interface", 1998) finds its
/// box in each frame. nullopt for a shot without frames. Cost: about 0.05 ms per analyzed frame.
/// Deterministic, thread-safe.
std::optional<Subject> region_subject(const ShotImportance& importance);

}  // namespace smartcrop
