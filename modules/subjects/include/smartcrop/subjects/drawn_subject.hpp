#pragma once

// Tracks a box that the user drew around something that no detector knows, and compares how subjects look.
//
// The box moves through its shot with the flow and is corrected toward its colors (mean shift, Comaniciu and
// Meer 2002), so that errors of the flow do not add up. Its size does not change. Cost: about 0.05 ms per
// analyzed frame. Deterministic, thread-safe.

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/importance/signals.hpp"
#include "smartcrop/subjects/subject_tracks.hpp"

namespace smartcrop {

/// A box around something at a moment.
struct DrawnBox {
  CropWindow box;  ///< displayed source px
  Time time;
  bool operator==(const DrawnBox&) const = default;
};

/// The subject inside the box, in every frame of its shot. Uses the flow and colors of the shot's frames as
/// far as they were recorded.
Subject track_box(const ShotSignals& shot, const DrawnBox& drawn);

/// Sets Subject::colors of each subject, from the inner parts of its boxes in all frames.
void measure_colors(const ShotSignals& shot, std::vector<Subject>& subjects);

/// Similarity of the colors of two subjects, 0..1 (Bhattacharyya coefficient); 0 if they are not measured.
double likeness(const Subject& a, const Subject& b);

}  // namespace smartcrop
