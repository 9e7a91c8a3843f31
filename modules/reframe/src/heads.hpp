#pragma once

#include "smartcrop/reframe/subject_choice.hpp"

namespace smartcrop::internal {

/// The face and a little around it, or the whole subject if no face is seen; displayed px.
CropWindow head_of(const Subject& subject, std::size_t t);

/// How far the middle of head and shoulders lies from that of the face, along x, in widths of the face:
/// behind one that is turned aside.
double head_behind(double turn);

/// Whether a window of this size can hold both.
bool fit_together(const CropWindow& a, const CropWindow& b, cv::Size window);

/// The part of a person's box that is framed: wide enough for the head, centered between face and shoulders.
/// The whole box if no face is seen.
CropWindow framed_box(const Subject& person, std::size_t t);

}  // namespace smartcrop::internal
