#include "fields.hpp"

#include <algorithm>
#include <cmath>

namespace smartcrop::internal {

AVFieldOrder field_order_of(const AVFrame& picture) {
  if (picture.interlaced_frame == 0) return AV_FIELD_PROGRESSIVE;
  return picture.top_field_first != 0 ? AV_FIELD_TT : AV_FIELD_BB;
}

bool keeps_fields(const CropPlan& plan, Orientation orientation) {
  if (orientation.clockwise_degrees != 0 || plan.output_size.height < kFieldRows) return false;
  return std::ranges::all_of(plan.shots, [&](const PlanShot& shot) {
    return shot.fit == Fit::crop && shot.second_keyframes.empty() &&
           std::ranges::all_of(shot.keyframes, [&](const Keyframe& keyframe) {
             return std::abs(keyframe.window.h - plan.output_size.height) < 1e-6;
           });
  });
}

cv::Size on_fields(cv::Size output) {
  return {output.width, output.height / kFieldRows * kFieldRows};
}

View on_fields(const View& view, cv::Size output) {
  View moved = view;
  moved.window.y = std::floor(view.window.y / kFieldRows + 1e-6) * kFieldRows;
  moved.window.h = output.height;
  return moved;
}

}  // namespace smartcrop::internal
