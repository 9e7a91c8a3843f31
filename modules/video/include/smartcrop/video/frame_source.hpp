// Sources of frames in display order: files, image sequences, cameras. Each is used by one thread at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "smartcrop/core/deblocking.hpp"
#include "smartcrop/core/progress.hpp"
#include "smartcrop/video/frame.hpp"

namespace smartcrop {

/// Decoding errors that did not stop reading: how many, and where the first one was.
struct DecodeReport {
  std::int64_t errors = 0;
  std::optional<Time> first_error;
  std::string first_message;
  std::string jumps = {};        ///< jumps of the clock that were removed, in words; empty if none
  std::string size_change = {};  ///< a change of the picture's size, in words; no damage
  std::string program =
      {};  ///< which of several programs was read, in words, if the options do not choose it
  bool operator==(const DecodeReport&) const = default;
};

/// Options of a second reader of a video.
struct CloneOptions {
  /// Threads of its decoder, as in FileSourceOptions; nullopt = as many as the first reader's.
  std::optional<int> threads = {};
  /// No more than the first reader's.
  Deblocking deblocking = Deblocking::all;
};

/// A sequence of frames in display order. One thread uses a source at a time; clone() for more.
class FrameSource {
 public:
  virtual ~FrameSource() = default;

  virtual const VideoInfo& info() const = 0;

  /// Reads the next frame; false at the end. Damaged frames are skipped and counted in report(). Throws Error
  /// if nothing can be decoded at all, Canceled after cancellation.
  virtual bool read(Frame& frame) = 0;

  /// Goes to the last key frame at or before `time`, so that the next read() returns that key frame. False if
  /// the source cannot seek; it is then unchanged.
  virtual bool seek(Time time) = 0;

  /// Times of the key frames, ascending, from the container's index; empty if there is none (raw streams,
  /// cameras).
  virtual std::vector<Time> key_frames() const { return {}; }

  /// A hint, right after opening or seek(): only `frames` frames will be read before the next seek(), so the
  /// source need not decode ahead. Reading more frames still works.
  virtual void expect(int frames) { static_cast<void>(frames); }

  /// A hint, until the next seek(): only the last frame at or before `time`, and those after it, are wanted.
  /// The source may skip earlier frames that no other refers to.
  virtual void hurry_to(Time time) { static_cast<void>(time); }

  /// A second, independent reader of the same video, at its start; nullptr if there can be only one
  /// (cameras).
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
  /// Skips frames that no other refers to (most B-frames): 40 % less decoding for a usual H.264 file. The
  /// frames read are then not consecutive, and their index is computed from their time.
  bool reference_only = false;
  /// Seconds without data after which reading throws TimedOut; 0 = never. nullopt = 30 for named pipes and
  /// network addresses, never for files.
  std::optional<double> timeout_s = {};
  /// Number of the program to read from a transport stream. nullopt = the program of the stream that
  /// libav::best_video_stream() chooses.
  std::optional<int> program = {};
};

/// Reads a file with FFmpeg's libraries. Planar YUV and gray of 8 to 16 bits are returned as the decoder's
/// own planes; other pixel formats (RGB, palette, packed, semi-planar) are converted to planar YUV 4:4:4 or
/// 4:2:0 first. Rotation is described by Frame::orientation, not applied. Throws Error naming the path.
std::unique_ptr<FrameSource> open_file(const std::string& path, const FileSourceOptions& options = {});

/// Reads through cv::VideoCapture: a camera ("0" or "/dev/video0"), an image sequence ("shot_%04d.png"), or a
/// GStreamer pipeline ending in appsink. The library that links OpenCV's videoio is loaded on first use.
/// Throws Error if the device, pattern or pipeline does not open.
std::unique_ptr<FrameSource> open_capture(const std::string& name);

/// open_capture() for what only it can read (camera, pipeline, printf pattern), open_file() for everything
/// else.
std::unique_ptr<FrameSource> open_source(const std::string& name, const FileSourceOptions& options = {});

}  // namespace smartcrop
