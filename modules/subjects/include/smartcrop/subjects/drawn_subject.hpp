#pragma once

// What no detector found: a box that the user drew -> a subject. And how alike subjects look.
//
// The box is carried through its shot by the flow, and pulled to where its colors are (mean shift, Comaniciu
// and Meer 2002), which keeps errors of the flow from adding up. Its size stays. Cost: about 0.05 ms per
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

/// The subject that the box shows, in every frame of its shot. Needs flow and colors of the shot's frames; of
/// a signal that is missing nothing is used.
Subject track_box(const ShotSignals& shot, const DrawnBox& drawn);

/// Sets Subject::colors of each: of the inner parts of its boxes, all frames together.
void measure_colors(const ShotSignals& shot, std::vector<Subject>& subjects);

/// How alike the colors of two subjects are, 0..1 (Bhattacharyya coefficient); 0 where they are not measured.
double likeness(const Subject& a, const Subject& b);

}  // namespace smartcrop
