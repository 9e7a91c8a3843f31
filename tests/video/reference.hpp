#pragma once

#include <cstdlib>
#include <cstring>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "smartcrop/video/frame_source.hpp"
#include "support/media.hpp"
#include "support/process.hpp"
#include "support/thrown.hpp"

/// What the ffmpeg and ffprobe programs say of a video, to compare with.
namespace smartcrop::test {

inline std::string output_of(const std::vector<std::string>& command) {
  const ProcessResult result = run(command);
  if (result.exit_code != 0) throw std::runtime_error(command[0] + ": " + result.err);
  return result.out;
}

/// Time of every displayed frame since the first, exactly as the stream's ticks say it.
inline std::vector<Time> ffprobe_times(const std::string& path, const std::string& stream = "v:0") {
  const auto lines = [&](const std::string& entries) {
    std::istringstream text(output_of({"ffprobe", "-v", "quiet", "-select_streams", stream, "-show_entries",
                                       entries, "-of", "default=noprint_wrappers=1:nokey=1", path}));
    std::vector<std::string> found;
    for (std::string line; std::getline(text, line);) {
      if (!line.empty() && line != "unknown") found.push_back(line);
    }
    return found;
  };
  const std::string base = lines("stream=time_base").front();
  const Rational tick(std::stoll(base), std::stoll(base.substr(base.find('/') + 1)));
  std::vector<Time> times;
  std::int64_t first = 0;
  for (const std::string& line : lines("frame=best_effort_timestamp")) {
    if (line == "N/A" && times.size() > 1) {
      times.push_back(times.back() + (times.back() - times[times.size() - 2]));  // as the one before
      continue;
    }
    if (line.find_first_not_of("-0123456789") != std::string::npos)
      continue;  // side data, which has no switch
    const std::int64_t ticks = std::stoll(line);
    if (times.empty()) first = ticks;
    times.push_back({Rational(ticks - first) * tick});
  }
  return times;
}

/// Every displayed frame's bytes one after another, as `format`, neither rotated nor repeated nor dropped.
inline std::string ffmpeg_pixels(const std::string& path, const std::string& format,
                                 const std::vector<std::string>& options = {}) {
  std::vector<std::string> command{"ffmpeg", "-v",    "quiet",  "-nostdin",    "-noautorotate", "-i",  path,
                                   "-map",   "0:v:0", "-vsync", "passthrough", "-pix_fmt",      format};
  command.insert(command.end(), options.begin(), options.end());
  command.insert(command.end(), {"-f", "rawvideo", "-"});
  return output_of(command);
}

inline void append(std::string& bytes, const cv::Mat& plane) {
  for (int y = 0; y < plane.rows; ++y) {
    bytes.append(reinterpret_cast<const char*>(plane.ptr(y)), plane.cols * plane.elemSize());
  }
}

inline std::string pixels_of(const Frame& frame) {
  std::string bytes;
  append(bytes, frame.luma);
  for (const cv::Mat& plane : frame.chroma) append(bytes, plane);
  return bytes;
}

inline std::string pixels_of(FrameSource& source) {
  std::string bytes;
  for (Frame frame; source.read(frame);) bytes += pixels_of(frame);
  return bytes;
}

inline std::vector<Time> times_of(FrameSource& source) {
  std::vector<Time> times;
  for (Frame frame; source.read(frame);) times.push_back(frame.time);
  return times;
}

/// True without printing megabytes where they differ.
inline bool same_bytes(const std::string& a, const std::string& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace smartcrop::test
