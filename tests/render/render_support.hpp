#pragma once

#include <boost/test/unit_test.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "smartcrop/core/error.hpp"
#include "smartcrop/render/render.hpp"
#include "support/media.hpp"
#include "support/process.hpp"

namespace smartcrop::test {

inline std::string out_of(const std::vector<std::string>& command) {
  const ProcessResult result = run(command);
  BOOST_TEST_REQUIRE(result.exit_code == 0, command[0] << ": " << result.err);
  return result.out;
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    while (!line.empty() && (line.back() == ',' || line.back() == '\r')) line.pop_back();
    if (!line.empty()) lines.push_back(line);  // ffprobe prints empty ones for side data
  }
  return lines;
}

/// Values of one entry, such as `frame=pts_time`, of every frame, packet or stream selected.
inline std::vector<std::string> entries(const std::string& path, const std::string& stream,
                                        const std::string& entry) {
  return lines_of(out_of(
      {"ffprobe", "-v", "error", "-select_streams", stream, "-show_entries", entry, "-of", "csv=p=0", path}));
}

inline std::string entry(const std::string& path, const std::string& stream, const std::string& name) {
  const auto values = entries(path, stream, "stream=" + name);
  return values.empty() ? std::string() : values.front();
}

inline std::vector<std::string> frame_times(const std::string& path) {
  return entries(path, "v:0", "frame=pts_time");
}

/// One checksum for each decoded frame, after ffmpeg's filters.
inline std::vector<std::string> frame_sums(const std::string& path, const std::string& filter = "null",
                                           const std::vector<std::string>& input_options = {}) {
  std::vector<std::string> command{"ffmpeg", "-v", "error", "-nostdin"};
  command.insert(command.end(), input_options.begin(), input_options.end());
  for (const char* word : {"-i", path.c_str(), "-map", "0:v:0", "-vf", filter.c_str(), "-fps_mode",
                           "passthrough", "-f", "framemd5", "-"}) {
    command.emplace_back(word);
  }
  std::vector<std::string> sums;
  for (const std::string& line : lines_of(out_of(command))) {
    if (!line.starts_with('#')) sums.push_back(line.substr(line.rfind(' ') + 1));
  }
  return sums;
}

/// Checksum of the packets of all audio streams, or of those chosen.
inline std::string audio_sum(const std::string& path, const std::string& streams = "0:a") {
  return out_of(
      {"ffmpeg", "-v", "error", "-nostdin", "-i", path, "-map", streams, "-c", "copy", "-f", "md5", "-"});
}

/// ffmpeg finds nothing wrong in the whole file.
inline void check_is_clean(const std::string& path) {
  const ProcessResult result = run({"ffmpeg", "-v", "error", "-nostdin", "-i", path, "-map", "0", "-fps_mode",
                                    "passthrough", "-enc_time_base", "-1", "-f", "null", "-"});
  BOOST_TEST(result.exit_code == 0);
  BOOST_TEST(result.err == "");
}

/// Quick to encode; lossless with ffv1.
inline RenderOptions quick(const std::string& encoder = RenderOptions{}.encoder) {
  RenderOptions options;
  options.encoder = encoder;
  options.preset = "ultrafast";
  return options;
}

/// A fixed window of the 320x180 videos that these tests make, at its own size.
inline CropPlan window_plan(const CropWindow& window, cv::Size source = {320, 180}) {
  return fixed_plan("source", source, window, {static_cast<int>(window.w), static_cast<int>(window.h)});
}

inline const CropWindow kWindow{100, 20, 120, 160};

/// What the exception thrown by `body` says; empty if it throws none.
template <typename Exception = Error, typename Body>
std::string message_of(const Body& body) {
  try {
    body();
  } catch (const Exception& error) {
    return error.what();
  }
  return {};
}

inline bool has_note(const RenderReport& report, const std::string& part) {
  for (const std::string& note : report.notes) {
    if (note.find(part) != std::string::npos) return true;
  }
  return false;
}

}  // namespace smartcrop::test
