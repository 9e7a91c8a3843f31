#pragma once

#include <opencv2/core/mat.hpp>
#include <span>
#include <string>
#include <vector>

#include "smartcrop/analysis/scenes.hpp"

namespace smartcrop {

/// A scene with the crops of its first and last frame, CV_8UC3, of any size.
struct ScenePictures {
  std::size_t number = 1;
  SceneRow scene;
  cv::Mat first, last;
};

struct SceneSheetOptions {
  int width = 1000;         ///< px of the sheet, 320 to 8000
  int picture_height = 90;  ///< px of each picture, 40 to 2000
  std::string title = {};   ///< one line above all; empty = none

  std::vector<std::string> problems() const;
};

/// A sheet of the scenes in rows, CV_8UC3: of each scene the first and last picture side by side, below them
/// number, start, end, and the speed if it is not 1. `scenes`: at least one. Throws std::invalid_argument.
cv::Mat scene_sheet(std::span<const ScenePictures> scenes, const SceneSheetOptions& options = {});

}  // namespace smartcrop
