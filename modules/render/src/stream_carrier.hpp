#pragma once

#include <memory>
#include <string>
#include <vector>

#include "muxer.hpp"
#include "output_clock.hpp"
#include "smartcrop/render/render.hpp"

namespace smartcrop::internal {

/// Brings one stream other than the cropped picture from the source to the output.
class StreamCarrier {
 public:
  virtual ~StreamCarrier() = default;
  /// Called once, after the muxer has started.
  virtual void start(const OutputClock& clock) = 0;
  /// Takes the packet's contents.
  virtual void take(AVPacket& packet) = 0;
  virtual void finish() {}
  /// Packets or pieces that could not be used.
  virtual std::int64_t damaged() const = 0;
};

/// Copies packets as they are; only their times change.
std::unique_ptr<StreamCarrier> copy_stream(const AVStream& source, Muxer& muxer);

/// Copies a cover picture (an attached one): MP4 has a place for it, Matroska gets a file attached. nullptr
/// where the container has no place for one, or none for its codec.
std::unique_ptr<StreamCarrier> copy_cover(const AVStream& source, Muxer& muxer);

/// Decodes an audio stream and encodes it anew, every sample at its time (gaps become silence, overlaps are
/// dropped). The encoder is the container's: AAC where it takes that, else its own. `is_retimed`: the clock
/// will have a map; the sound then changes its tempo and keeps its pitch. Throws Error where there is no
/// decoder.
std::unique_ptr<StreamCarrier> encode_audio(const AVStream& source, const std::string& path, Muxer& muxer,
                                            int threads, bool is_retimed);

/// Lets a carrier work in a thread of its own, some packets behind whoever calls. What it throws comes out of
/// the take() or finish() that follows.
std::unique_ptr<StreamCarrier> carry_beside(std::unique_ptr<StreamCarrier> carrier);

/// The streams of a file beside the picture, each with what carries it.
class CarriedStreams {
 public:
  /// Decides what happens to each stream, adds streams to the muxer, and says in `notes` what is left out or
  /// changed.
  CarriedStreams(const AVFormatContext& input, const AVStream& picture, const std::string& path,
                 AudioMode audio, const OutputClock& clock, int threads, Muxer& muxer,
                 std::vector<std::string>& notes);

  void start(const OutputClock& clock);
  /// Does nothing for streams that are not carried.
  void take(AVPacket& packet);
  bool carries(int stream_index) const;
  void finish();

  int audio_count() const { return audio_count_; }
  std::int64_t damaged() const;

 private:
  std::unique_ptr<StreamCarrier> carrier_for(const AVStream& stream, const std::string& path, AudioMode audio,
                                             bool is_retimed, int threads, Muxer& muxer,
                                             std::vector<std::string>& notes);

  std::vector<std::unique_ptr<StreamCarrier>> carriers_;  // by the source's stream index; null = left out
  int audio_count_ = 0;
};

/// Copies what describes a stream: metadata (language, title), disposition, side data except the display
/// matrix.
void copy_description(const AVStream& source, AVStream& target);
/// The same for the picture, of which only what is still true after cropping: no turn, projection or codec
/// settings.
void copy_picture_description(const AVStream& source, AVStream& target);
/// The file's metadata and chapters; chapters move and shrink with the clock.
void copy_description(const AVFormatContext& source, const OutputClock& clock, AVFormatContext& target);

}  // namespace smartcrop::internal
