#pragma once

#include <chrono>
#include <opencv2/core/mat.hpp>
#include <string>

namespace smartcrop::app {

/// How a terminal takes pictures.
enum class PictureProtocol { none, sixel, kitty };

struct TerminalAnswer {
  PictureProtocol protocol = PictureProtocol::none;
  std::string typed;  ///< what somebody typed meanwhile, in order
};

/// Longest wait for a terminal's answer. Local ones answer within a millisecond, over ssh within a round
/// trip.
inline constexpr std::chrono::milliseconds kTerminalPatience{300};

/// Asks the terminal what it can: primary device attributes (4 = sixel), then kitty's graphics query. Nothing
/// is asked, and `none` returned, unless both descriptors are terminals and TERM names a capable one. Leaves
/// the terminal's settings as they were. Throws Canceled when interrupted.
TerminalAnswer ask_terminal(int input, int output);

/// The bytes that show a picture (CV_8UC3) in a terminal, by libsixel in 256 colors or as PNG by kitty's
/// protocol; empty for `none`. Throws Error where encoding fails.
std::string terminal_picture(const cv::Mat& bgr, PictureProtocol protocol);

/// The picture, made smaller where the terminal is, as far as it tells its size in pixels.
cv::Mat fitted_to_terminal(const cv::Mat& bgr, int terminal);

}  // namespace smartcrop::app
