#pragma once

#include <memory>
#include <string>
#include <vector>

#include "muxer.hpp"
#include "output_clock.hpp"
#include "smartcrop/render/render.hpp"

namespace smartcrop::internal {

/// Carries one stream, other than the cropped picture, from the source to the output.
class StreamCarrier {
 public:
  virtual ~StreamCarrier() = default;
  /// Called once, after the muxer has started.
  virtual void start(const OutputClock& clock) = 0;
  /// Takes the packet's contents.
  virtual void take(AVPacket& packet) = 0;
  virtual void finish() {}
  /// Number of packets that were too damaged to use.
  virtual std::int64_t damaged() const = 0;
  /// A message for the user, after finish(); may be empty.
  virtual std::string remark() const { return {}; }
};

/// Describes a copy of `source` for a container: codec parameters, time base, metadata.
void describe_copy(const AVStream& source, const AVOutputFormat& container, AVStream& target);
/// Copies packets as they are; only their times change.
std::unique_ptr<StreamCarrier> copy_stream(const AVStream& source, Muxer& muxer);

/// Copies subtitles to where the crop's pictures are. nullptr for bitmaps that cannot be moved.
std::unique_ptr<StreamCarrier> place_subtitles(const AVStream& source, const CropPlan& plan, Muxer& muxer);

/// Copies a cover picture: as an attached picture in MP4, as an attached file in Matroska. nullptr if the
/// container does not support covers of this codec.
std::unique_ptr<StreamCarrier> copy_cover(const AVStream& source, Muxer& muxer);

/// Re-encodes an audio stream, every sample at its time (gaps become silence, overlaps are dropped). Encodes
/// AAC if the container supports it, else the container's default codec; at 48 kHz if it does not support the
/// source's rate. `is_retimed`: the clock will have a map; the audio then changes its tempo and keeps its
/// pitch. Throws Error if there is no decoder or encoder.
std::unique_ptr<StreamCarrier> encode_audio(const AVStream& source, const std::string& path, Muxer& muxer,
                                            int threads, bool is_retimed);

/// Runs a carrier in its own thread, up to 16 packets behind the caller. An exception of the carrier is
/// rethrown by the next take() or finish().
std::unique_ptr<StreamCarrier> carry_beside(std::unique_ptr<StreamCarrier> carrier);

/// What CarriedStreams needs to know of a rendering.
struct Carrying {
  const AVFormatContext& input;
  const AVStream& picture;
  const std::string& path;         ///< of the source
  const CropPlan* plan = nullptr;  ///< of the picture; nullptr = the whole picture is shown
  AudioMode audio = AudioMode::copy;
  bool is_retimed = false;  ///< parts play at another speed
  bool is_cut = false;      ///< the output starts later than the source
  int threads = 0;
  std::optional<int> program = {};  ///< its number, see RenderOptions
};

/// All streams of a file except the picture, each with its carrier. Of a file with several programs, those of
/// the picture's program.
class CarriedStreams {
 public:
  /// Decides what happens to each stream and adds the output streams to the muxer. `notes` gets a line for
  /// each stream that is left out or re-encoded.
  CarriedStreams(const Carrying& carrying, Muxer& muxer, std::vector<std::string>& notes);

  void start(const OutputClock& clock);
  /// Ignores packets of streams that are not carried.
  void take(AVPacket& packet);
  bool carries(int stream_index) const;
  void finish();

  int audio_count() const { return audio_count_; }
  std::int64_t damaged() const;

 private:
  using Carrier = std::unique_ptr<StreamCarrier>;
  Carrier carrier_for(const AVStream& stream);
  Carrier audio_carrier_for(const AVStream& stream);
  Carrier encoded_carrier_for(const AVStream& stream);
  bool takes_copy(const AVStream& stream) const;
  Carrier leave_out(const AVStream& stream, const std::string& why);

  Carrying carrying_;
  Muxer& muxer_;
  std::vector<std::string>& notes_;
  std::vector<Carrier> carriers_;  // by the source's stream index; null = left out
  int audio_count_ = 0;
};

/// Copies what describes a stream: metadata (language, title), disposition and side data.
void copy_description(const AVStream& source, AVStream& target);
/// The same for the picture, without side data: rotation and projection no longer hold after cropping.
void copy_picture_description(const AVStream& source, AVStream& target);
/// Copies the file's metadata and chapters; chapter times follow the clock.
void copy_description(const AVFormatContext& source, const OutputClock& clock, AVFormatContext& target);

}  // namespace smartcrop::internal
