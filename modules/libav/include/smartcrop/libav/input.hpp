// Opens media files with cancellation and timeouts, and describes their streams.
#pragma once

#include <optional>
#include <string>

#include "smartcrop/core/progress.hpp"
#include "smartcrop/libav/handles.hpp"

namespace smartcrop::libav {

/// Default timeout of named pipes and network addresses, in seconds. Long enough for a server that has to
/// start a transcoder first.
inline constexpr double kUsualTimeout_s = 30;

struct InputOptions {
  CancellationToken cancellation = {};
  /// Seconds without a byte after which reading gives up; 0 = never. None = kUsualTimeout_s for named pipes
  /// and network addresses, never for files. Opening (up to the header) counts as one wait.
  std::optional<double> timeout_s = {};
  std::optional<int> program = {};  ///< number of the program to work on, see best_video_stream()
};

/// Opens a media file and reads its header (streams may still lack facts: see find_streams). A path is always
/// taken as a file, whatever colons are in it, except one with "://". Reading is interrupted soon after
/// cancellation or the timeout, a named pipe included; FFmpeg calls then return AVERROR_EXIT. Throws Error
/// naming the path: missing, a directory, empty, no permission, not a media file; TimedOut; Canceled.
InputPtr open_input(const std::string& path, const InputOptions& options = {});

/// Reads as much as FFmpeg needs to describe every stream that is not discarded. Throws Error, TimedOut,
/// Canceled.
void find_streams(AVFormatContext& input, const std::string& path);

/// The next packet of any stream that is not discarded, without times that are not sound (see is_sound_time);
/// FFmpeg's code where there is none. Throws TimedOut, Canceled.
int read_packet(AVFormatContext& input, AVPacket& packet);

/// Throws TimedOut or Canceled where that is why a call came back with AVERROR_EXIT.
void throw_if_interrupted(const AVFormatContext& input);

/// The video stream to work on: never an attached picture; among the others one marked as default, then the
/// one with the most pixels, then the first. `program`: one of that program of a transport stream. Throws
/// Error naming the path where there is none, or no such program.
AVStream& best_video_stream(AVFormatContext& input, const std::string& path, std::optional<int> program = {});

/// No packets from the other streams any more, save those that find_streams() has already read.
void discard_others(AVFormatContext& input, const AVStream& kept);

/// How a stored picture is displayed: mirrored left-right first, then turned clockwise by 0, 90, 180 or 270
/// degrees.
struct Turn {
  int clockwise_degrees = 0;
  bool mirrored = false;
  bool operator==(const Turn&) const = default;
};

/// Of a 3x3 display matrix (libavutil/display.h); angles between are rounded to the nearest quarter turn.
Turn turn_of_matrix(const std::int32_t* matrix);
/// The same for FFmpeg to write: the matrix of a turn.
void set_matrix(std::int32_t* matrix, Turn turn);
/// From the stream's display matrix; upright where it has none.
Turn display_turn(const AVStream& stream);

/// The average frame rate, or the real base rate where that is all there is; {0, 1} where neither is known.
AVRational frame_rate(const AVStream& stream);

}  // namespace smartcrop::libav
