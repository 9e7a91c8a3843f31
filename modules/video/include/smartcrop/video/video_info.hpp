// Properties of a video: sizes, orientation, rates, length.
#pragma once

#include <cstdint>
#include <opencv2/core/types.hpp>
#include <optional>
#include <string>

#include "smartcrop/core/orientation.hpp"
#include "smartcrop/core/time.hpp"

namespace smartcrop {

/// Properties of a video file and of its best video stream.
struct VideoInfo {
  std::string path;          ///< as given by the caller
  std::string container;     ///< FFmpeg's short name of the demuxer, e.g. "mov,mp4,m4a,3gp,3g2,mj2"
  std::string codec;         ///< FFmpeg's codec name, e.g. "h264"
  std::string pixel_format;  ///< FFmpeg's pixel format name as decoded, e.g. "yuv420p"
  int bit_depth = 8;         ///< bits of a luma sample
  cv::Size stored_size;      ///< px, before rotation
  cv::Size size;             ///< px, displayed: after rotation, without pixel-aspect stretching
  Orientation orientation;
  Rational pixel_aspect{1, 1};         ///< width : height of a pixel as displayed
  Rational frame_rate{0, 1};           ///< average frames per second; 0 = unknown
  Time start_time;                     ///< of the first frame on the container's clock
  std::optional<Time> duration;        ///< of the video stream
  std::optional<std::int64_t> frames;  ///< exact from the container's index, else nullopt
  int audio_streams = 0;
  bool is_live = false;  ///< frames arrive in real time, without end (cameras, pipelines)

  /// `frames`, or duration times frame rate, or nullopt if neither is known. For progress and sampling.
  std::optional<std::int64_t> estimated_frames() const;
};

/// Opens the file and reads its headers. Decodes only as much as FFmpeg needs to describe the streams. Throws
/// Error naming the path if it is missing, not readable or without a video stream.
VideoInfo probe(const std::string& path);

}  // namespace smartcrop
