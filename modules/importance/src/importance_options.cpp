#include "smartcrop/importance/importance_options.hpp"

#include "smartcrop/core/conditions.hpp"

namespace smartcrop {

std::vector<std::string> ImportanceOptions::problems() const {
  std::vector<std::string> list = unmet({
      {analysis_fps > 0, "analysis_fps must be above 0"},
      {flow_side >= 64 && flow_side <= 640, "flow_side must be in 64..640"},
      {grid_cells >= 64 && grid_cells <= 4096, "grid_cells must be in 64..4096"},
      {motion_weight >= 0 && saliency_weight >= 0 && contrast_weight >= 0 && color_weight >= 0 &&
           prior_weight >= 0,
       "weights must be >= 0"},
      {prior_sigma >= 0.05 && prior_sigma <= 1, "prior_sigma must be in 0.05..1"},
      {still_sigma > 0, "still_sigma must be above 0"},
      {streaming >= 0 && streaming <= 1, "streaming must be in 0..1"},
      {flow_share >= 0 && flow_share <= 1, "flow_share must be in 0..1"},
      {motion_px > 0 && motion_gray > 0 && support_gray > 0 && motion_sure > 0,
       "motion_px, motion_gray, support_gray and motion_sure must be above 0"},
      {support_box >= 1 && support_box % 2 == 1, "support_box must be odd and >= 1"},
      {color_memory_s > 0, "color_memory_s must be above 0"},
      {color_doubt >= 0 && color_doubt <= 1, "color_doubt must be in 0..1"},
      {blob_width > 0 && blob_width <= 1 && blob_height > 0 && blob_height <= 1,
       "blob_width and blob_height must be in (0, 1]"},
      {blob_inertia >= 0, "blob_inertia must be >= 0"},
      {rounds >= 0 && rounds <= 5, "rounds must be in 0..5"},
      {refinement >= 0 && refinement <= 1, "refinement must be in 0..1"},
      {smooth_s >= 0, "smooth_s must be >= 0"},
      {sharpness >= 0.5 && sharpness <= 4, "sharpness must be in 0.5..4"},
  });
  for (const auto& p : camera.problems()) list.push_back("camera." + p);
  for (const auto& p : saliency.problems()) list.push_back("saliency." + p);
  return list;
}

}  // namespace smartcrop
