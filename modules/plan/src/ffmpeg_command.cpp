#include "smartcrop/plan/ffmpeg_command.hpp"

#include <cmath>
#include <cstdio>
#include <stdexcept>

namespace smartcrop {
namespace {

std::string shell_quoted(const std::string& word) {
  if (!word.empty() && word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                              "_-./:=,+") == std::string::npos) {
    return word;
  }
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

/// A file name that begins with a dash would be read as an option, one with a colon as a protocol.
std::string file_argument(const std::string& path) {
  return shell_quoted(path.find(':') != std::string::npos || path.starts_with('-') ? "file:" + path : path);
}

std::string decimal(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6f", value);
  return text;
}

}  // namespace

std::string ffmpeg_command(const CropPlan& plan, const std::string& input, const std::string& output,
                           const std::string& encoder, int crf, const std::string& preset) {
  const PlanShot& shot = plan.shots.front();
  if (plan.shots.size() != 1 || shot.keyframes.size() != 1) {
    throw std::invalid_argument("plan has a moving window, which one ffmpeg crop filter cannot follow");
  }
  const CropWindow& window = shot.keyframes.front().window;
  const cv::Size size(static_cast<int>(std::lround(window.w)), static_cast<int>(std::lround(window.h)));
  std::string filter = "crop=" + std::to_string(size.width) + ":" + std::to_string(size.height) + ":" +
                       std::to_string(std::lround(window.x)) + ":" + std::to_string(std::lround(window.y));
  if (size != plan.output_size) {
    filter += ",scale=" + std::to_string(plan.output_size.width) + ":" +
              std::to_string(plan.output_size.height) + ":flags=bicubic";
  }
  std::string command = "ffmpeg";
  if (shot.start > Time{}) command += " -ss " + decimal(shot.start.value());
  if (shot.end) command += " -t " + decimal((*shot.end - shot.start).value());
  return command + " -i " + file_argument(input) + " -map 0:v:0 -map '0:a?' -vf " + shell_quoted(filter) +
         " -c:v " + shell_quoted(encoder) + " -crf " + std::to_string(crf) + " -preset " +
         shell_quoted(preset) + " -c:a copy -fps_mode passthrough " + file_argument(output);
}

}  // namespace smartcrop
