#pragma once

#include "smartcrop/picture/overlay.hpp"
#include "smartcrop/render/render.hpp"

namespace smartcrop {

/// Like render(), but shows the windows instead of cropping to them: the whole source, darkened outside the
/// window, with a strip below. The plan's output size and background are ignored.
RenderReport render_overlay(const std::string& input, const CropPlan& plan, const OverlayOptions& overlay,
                            const std::string& output, const RenderOptions& options = {});

}  // namespace smartcrop
