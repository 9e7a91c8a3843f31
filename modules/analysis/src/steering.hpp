#pragma once

#include "smartcrop/analysis/steering.hpp"

namespace smartcrop::internal {

bool has_drawn_boxes(const SubjectWishes& wishes);

/// The contents of the record, changed by the user's wishes.
ShotContents steered_contents(const SteeringRecord& record, const SubjectWishes& wishes);

}  // namespace smartcrop::internal
