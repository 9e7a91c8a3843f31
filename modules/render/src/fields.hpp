#pragma once

#include "smartcrop/core/orientation.hpp"
#include "smartcrop/libav/handles.hpp"
#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop::internal {

/// Rows that fields repeat after: two of luma, and two of chroma at half the resolution.
inline constexpr int kFieldRows = 4;

/// Which field of an interlaced picture comes first; AV_FIELD_PROGRESSIVE if it has none.
AVFieldOrder field_order_of(const AVFrame& picture);

/// Whether a crop keeps the source's fields: rows are neither scaled nor rotated.
bool keeps_fields(const CropPlan& plan, Orientation orientation);

/// The output's size for fields: a multiple of kFieldRows high, as encoders of fields require.
cv::Size on_fields(cv::Size output);
/// The window moved to where the first row is one of the first field, and cut to the output's height.
View on_fields(const View& view, cv::Size output);

}  // namespace smartcrop::internal
