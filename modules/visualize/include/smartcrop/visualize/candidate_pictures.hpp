#pragma once

#include <opencv2/core/mat.hpp>
#include <span>
#include <string>
#include <vector>

#include "smartcrop/core/time.hpp"
#include "smartcrop/selection/candidates.hpp"

namespace smartcrop {

/// The part of a frame inside a window: CV_8UC3, at least 1x1 px. `frame`: CV_8UC3, upright, as large as the
/// windows' source; the window is clipped to it. The window's edges are rounded to whole pixels.
/// `pixel_aspect` other than 1:1 stretches the width, so that the picture has its displayed shape. Throws
/// std::invalid_argument for a window outside the frame.
cv::Mat crop_picture(const cv::Mat& frame, const CropWindow& window, Rational pixel_aspect = {1, 1});

/// The color (BGR) of the candidate with this rank, from 1, in all pictures: Tableau's palette of ten colors
/// that color-blind people can distinguish, repeated.
cv::Scalar candidate_color(int rank);

/// The frame with the candidates' windows as outlines in their colors and their ranks beside them, the best
/// on top. CV_8UC3 of `width` px, heights in proportion. `frame` as for crop_picture().
cv::Mat numbered_windows(const cv::Mat& frame, std::span<const Candidate> candidates, int width,
                         Rational pixel_aspect = {1, 1});

struct ContactSheetOptions {
  int width = 1000;       ///< px of the sheet, 320 to 8000. The width of a web page's text.
  int crop_height = 180;  ///< px of the crops, 40 to 2000; wide crops are lower
  std::string title;      ///< one line above all; empty = none

  std::vector<std::string> problems() const;
};

/// One picture of all candidates: the frame with numbered windows, below it each crop with its rank, score
/// and strategy. CV_8UC3. `candidates` by rank, at least one. `frame` as for crop_picture(). Throws
/// std::invalid_argument.
cv::Mat contact_sheet(const cv::Mat& frame, std::span<const Candidate> candidates,
                      Rational pixel_aspect = {1, 1}, const ContactSheetOptions& options = {});

}  // namespace smartcrop
