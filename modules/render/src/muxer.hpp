#pragma once

#include <functional>
#include <mutex>
#include <string>

#include "smartcrop/libav/handles.hpp"
#include "smartcrop/libav/output_file.hpp"

namespace smartcrop::internal {

/// The container that the path's extension names. Throws Error if FFmpeg knows none that holds video.
const AVOutputFormat& container_for(const std::string& path);

/// Whether the container can hold the codec, as far as FFmpeg knows.
bool container_takes(const AVOutputFormat& container, AVCodecID codec);

/// Writes the container: add_stream() for each stream, start(), write() in any order of streams, finish().
class Muxer {
 public:
  /// The container follows from the extension of `file.path()`, see container_for().
  explicit Muxer(libav::OutputFile& file);

  const AVOutputFormat& format() const { return *context_->oformat; }
  AVFormatContext& context() { return *context_; }

  bool takes(AVCodecID codec) const { return container_takes(format(), codec); }
  /// Whether the container takes one more stream, which `describe` fills in, beside those added so far. The
  /// muxer is asked as it is: it writes a header into memory.
  bool takes_also(const std::function<void(AVStream&)>& describe) const;
  bool has_streams(AVMediaType type) const;
  /// Of the MP4 family.
  bool is_quicktime() const;
  /// Whether the container has a place for subtitles of the codec.
  bool holds_subtitles(AVCodecID codec) const;
  /// Whether frames may have any times; otherwise the container has a constant frame rate.
  bool keeps_times() const;

  AVStream& add_stream();
  /// Writes the header. `picture_time_base`: of the cropped picture, so that its start time is exact.
  void start(AVRational picture_time_base);

  enum class Written { yes, refused };
  /// Takes the packet's contents; its times are in `time_base`. Throws Error if the file cannot be written;
  /// returns `refused` if the container does not take the packet (damaged, or its time runs backwards).
  /// Several threads may call it, each for its own streams; packets are written in the order of their times.
  Written write(AVPacket& packet, const AVStream& stream, AVRational time_base);
  /// Completes the file; returns how many packets that waited were refused.
  std::int64_t finish();

 private:
  libav::OutputFile& file_;
  libav::OutputPtr context_;
  std::mutex writing_;
};

}  // namespace smartcrop::internal
