#include <iostream>

#include "smartcrop/analysis/analyze.hpp"
#include "smartcrop/render/render.hpp"
#include "smartcrop/video/synthetic_source.hpp"

int main() {
  smartcrop::SyntheticOptions scene;
  scene.shapes = {{cv::Rect2d(200, 60, 40, 40), cv::Point2d(1, 0)}};
  const auto source = smartcrop::make_synthetic_source(scene);
  const smartcrop::AnalysisDocument analysis = smartcrop::analyze(*source);
  const smartcrop::CropWindow best = analysis.aspects.front().candidates.front().window;
  std::cout << "installed package: best window at " << best.x << "," << best.y << "\n";
  return smartcrop::RenderOptions().problems().empty() && best.x > 50 ? 0 : 1;
}
