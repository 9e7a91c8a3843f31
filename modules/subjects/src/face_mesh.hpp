#pragma once

#include <opencv2/core.hpp>

#include "smartcrop/subjects/face_landmarks.hpp"

namespace smartcrop::internal {

/// FaceMesh's input, square, px.
inline constexpr int kFaceMeshInput = 192;

/// points: CV_32F, 1x1404: x, y and depth of 468 points, px of the input. confidence: CV_32F, 1x1. region:
/// what the input shows. Throws Error where the sizes are others.
FaceLandmarks decode_face_mesh(const cv::Mat& points, const cv::Mat& confidence, const CropWindow& region);

}  // namespace smartcrop::internal
