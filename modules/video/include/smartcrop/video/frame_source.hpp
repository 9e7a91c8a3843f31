// Sources of frames in display order: files, image sequences, cameras. Each is used by one thread at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "smartcrop/core/progress.hpp"
#include "smartcrop/video/frame.hpp"

namespace smartcrop {

/// Decoding trouble that was survived: how often, and where it began.
struct DecodeReport {
  std::int64_t errors = 0;
  std::optional<Time> first_error;
  std::string first_message;
  std::string jumps = {};        ///< jumps of the clock that were closed, in words; empty where there is none
  std::string size_change = {};  ///< a change of the picture's size, in words; no damage
  std::string program = {};      ///< which of several programs was read, in words, where nobody chose it
  bool operator==(const DecodeReport&) const = default;
};

/// How a second reader of a video decodes.
struct CloneOptions {
  /// Threads of its decoder, as in FileSourceOptions; as many as the first one's where none are given.
  std::optional<int> threads = {};
  /// False leaves the codec's deblocking filter out where it has one (H.264, HEVC, VP8): about a quarter less
  /// work, and pictures that differ at block edges.
  bool deblock = true;
};

/// A sequence of frames in display order. One thread uses a source at a time; clone() for more.
class FrameSource {
 public:
  virtual ~FrameSource() = default;

  virtual const VideoInfo& info() const = 0;

  /// Reads the next frame; false at the end. Damaged frames are skipped and counted in report().
  /// Throws Error when nothing can be decoded at all, Canceled after cancellation.
  virtual bool read(Frame& frame) = 0;

  /// Goes to the last key frame at or before `time`, so that the next read() returns that key frame.
  /// False where the source cannot seek; it is then unchanged.
  virtual bool seek(Time time) = 0;

  /// Times of the key frames, ascending, from the container's index; empty where there is none (raw streams,
  /// cameras).
  virtual std::vector<Time> key_frames() const { return {}; }

  /// Tells the source, right after opening or seek(), that only `frames` frames will be read before the next
  /// seek(), so it need not decode ahead. A hint: whoever reads on gets the frames that follow.
  virtual void expect(int frames) { static_cast<void>(frames); }

  /// Tells the source that only the last frame at or before `time` is wanted, and what follows it. It may
  /// leave out earlier frames that no other refers to. A hint, until the next seek().
  virtual void hurry_to(Time time) { static_cast<void>(time); }

  /// A second, independent reader of the same video at its start; nullptr where that cannot be (cameras).
  virtual std::unique_ptr<FrameSource> clone(const CloneOptions& options) const {
    static_cast<void>(options);
    return nullptr;
  }
  std::unique_ptr<FrameSource> clone() const { return clone(CloneOptions{}); }

  virtual DecodeReport report() const { return {}; }
};

struct FileSourceOptions {
  /// Threads of the decoder. 0 = all cores; 1 = decoding happens inside read().
  int threads = 0;
  CancellationToken cancellation = {};
  /// Leaves out frames that no other refers to (most B-frames): 40 % less decoding of a usual H.264 file.
  /// Frames given are then not neighbors, and their index is found by their time.
  bool reference_only = false;
  /// Seconds that the input may deliver nothing before reading throws TimedOut; 0 = for ever. None = 30 for
  /// named pipes and network addresses, for ever for files.
  std::optional<double> timeout_s = {};
  /// Number of the program to read, of a transport stream with several. None = that of the picture that
  /// libav::best_video_stream() finds.
  std::optional<int> program = {};
};

/// Reads a file with FFmpeg's libraries. Planar YUV and gray of 8 to 16 bits come as the decoder's own
/// planes; other pixel formats (RGB, palette, packed, semi-planar) are converted to planar YUV 4:4:4 or 4:2:0
/// first. Rotation is described by Frame::orientation, not applied. Throws Error naming the path.
std::unique_ptr<FrameSource> open_file(const std::string& path, const FileSourceOptions& options = {});

/// Reads through cv::VideoCapture: a camera ("0" or "/dev/video0"), an image sequence ("shot_%04d.png"), or a
/// GStreamer pipeline ending in appsink. The library that links OpenCV's videoio is loaded on first use.
/// Throws Error where the device, pattern or pipeline does not open.
std::unique_ptr<FrameSource> open_capture(const std::string& name);

/// open_capture() for what only it can read (camera, pipeline, printf pattern), open_file() for everything
/// else.
std::unique_ptr<FrameSource> open_source(const std::string& name, const FileSourceOptions& options = {});

}  // namespace smartcrop
