// Opens media files with cancellation and timeouts, and describes their streams.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "smartcrop/core/orientation.hpp"
#include "smartcrop/core/progress.hpp"
#include "smartcrop/libav/handles.hpp"

namespace smartcrop::libav {

/// Default timeout of named pipes and network addresses, in seconds. Long enough for a server that has to
/// start a transcoder first.
inline constexpr double kUsualTimeout_s = 30;

struct InputOptions {
  CancellationToken cancellation = {};
  /// Seconds without data after which reading throws TimedOut; 0 = never. nullopt = kUsualTimeout_s for named
  /// pipes and network addresses, never for files. Opening (up to the header) counts as one wait.
  std::optional<double> timeout_s = {};
  std::optional<int> program = {};  ///< number of the program to read, see best_video_stream()
};

/// Opens a media file and reads its header (stream parameters may be incomplete: see find_streams). A path
/// with colons is a file, unless it contains "://". Reading, also from a named pipe, is interrupted soon
/// after cancellation or the timeout; FFmpeg's functions then return AVERROR_EXIT. Throws Error naming the
/// path if it is missing, a directory, empty, not readable or not a media file; TimedOut; Canceled.
InputPtr open_input(const std::string& path, const InputOptions& options = {});

/// Reads as much as FFmpeg needs to describe every stream that is not discarded. Throws Error, TimedOut,
/// Canceled.
void find_streams(AVFormatContext& input, const std::string& path);

/// Reads the next packet of the streams that are not discarded, and removes timestamps that cannot be right
/// (see is_sound_time). Returns FFmpeg's code, negative if there is no packet. Throws TimedOut, Canceled.
int read_packet(AVFormatContext& input, AVPacket& packet);

/// To be called after AVERROR_EXIT: throws TimedOut or Canceled if one of them was the cause.
void throw_if_interrupted(const AVFormatContext& input);

/// The video stream to use, never an attached picture: preferably one marked as default, then the one with
/// the most pixels, then the first in the file. `program`: choose among the streams of this program of a
/// transport stream. Throws Error naming the path if there is no video stream or no such program.
AVStream& best_video_stream(AVFormatContext& input, const std::string& path, std::optional<int> program = {});

/// Discards the packets of all other streams, except those that find_streams() has already read.
void discard_others(AVFormatContext& input, const AVStream& kept);

/// The orientation of a 3x3 display matrix (libavutil/display.h), rounded to the nearest quarter turn.
Orientation orientation_of_matrix(const std::int32_t* matrix);
/// The orientation by the stream's display matrix; upright if it has none.
Orientation orientation_of(const AVStream& stream);

/// The average frame rate, else the real base rate; {0, 1} if neither is known.
AVRational frame_rate(const AVStream& stream);

}  // namespace smartcrop::libav
