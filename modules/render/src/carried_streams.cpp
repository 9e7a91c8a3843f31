#include <string_view>

#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/decoder.hpp"
#include "stream_carrier.hpp"

namespace smartcrop::internal {
namespace {

std::string name_of(const AVStream& stream) {
  const char* type = av_get_media_type_string(stream.codecpar->codec_type);
  return std::string(type != nullptr ? type : "unknown") + " stream " + std::to_string(stream.index) + " (" +
         libav::codec_name(stream.codecpar->codec_id) + ")";
}

bool is_picture(const AVStream& stream) {
  return stream.codecpar->codec_type == AVMEDIA_TYPE_VIDEO;
}

bool is_cover(const AVStream& stream) {
  return is_picture(stream) && (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) != 0;
}

/// FFmpeg's muxers of these refuse a second stream of sound.
bool holds_one_sound(std::string_view container) {
  return container == "flv" || container == "swf";
}

bool is_attachment(const AVStream& stream) {
  return stream.codecpar->codec_type == AVMEDIA_TYPE_ATTACHMENT;
}

}  // namespace

CarriedStreams::CarriedStreams(const AVFormatContext& input, const AVStream& picture, const std::string& path,
                               AudioMode audio, const OutputClock& clock, int threads, Muxer& muxer,
                               std::vector<std::string>& notes)
    : carriers_(input.nb_streams) {
  const bool is_retimed = clock.map != nullptr;
  for (unsigned i = 0; i < input.nb_streams; ++i) {
    const AVStream& stream = *input.streams[i];
    if (&stream == &picture) continue;
    carriers_[i] = carrier_for(stream, path, audio, is_retimed, threads, muxer, notes);
  }
  if (clock.start && !is_retimed && audio == AudioMode::copy && audio_count_ > 0) {
    notes.push_back(
        "copied sound is cut between packets: up to one packet (some 20 ms) more than the picture");
  }
}

std::unique_ptr<StreamCarrier> CarriedStreams::carrier_for(const AVStream& stream, const std::string& path,
                                                           AudioMode audio, bool is_retimed, int threads,
                                                           Muxer& muxer, std::vector<std::string>& notes) {
  const AVCodecParameters& codec = *stream.codecpar;
  if (codec.codec_type == AVMEDIA_TYPE_AUDIO) {
    if (audio == AudioMode::none) return nullptr;
    if (codec.codec_id == AV_CODEC_ID_NONE || codec.sample_rate <= 0) {
      notes.push_back(name_of(stream) + " left out: its codec is unknown");
      return nullptr;
    }
    if ((muxer.format().flags & AVFMT_NOTIMESTAMPS) != 0 || muxer.format().audio_codec == AV_CODEC_ID_NONE) {
      notes.push_back(name_of(stream) + " left out: the container '" + muxer.format().name +
                      "' has no sound");
      return nullptr;
    }
    if (audio_count_ > 0 && holds_one_sound(muxer.format().name)) {
      notes.push_back(name_of(stream) + " left out: the container '" + muxer.format().name +
                      "' holds one stream of sound");
      return nullptr;
    }
    const bool fits = muxer.takes(codec.codec_id);
    if (audio == AudioMode::copy && fits && !is_retimed) {
      ++audio_count_;
      return copy_stream(stream, muxer);
    }
    try {
      std::unique_ptr<StreamCarrier> carrier = encode_audio(stream, path, muxer, threads, is_retimed);
      if (threads != 1) carrier = carry_beside(std::move(carrier));
      ++audio_count_;
      const AVStream& made = *muxer.context().streams[muxer.context().nb_streams - 1];
      if (is_retimed && audio == AudioMode::copy) {
        notes.push_back(name_of(stream) + " encoded anew as " + libav::codec_name(made.codecpar->codec_id) +
                        ": sound whose tempo changes cannot be copied");
      } else if (audio == AudioMode::copy || made.codecpar->codec_id != AV_CODEC_ID_AAC) {
        notes.push_back(name_of(stream) + " encoded anew as " + libav::codec_name(made.codecpar->codec_id) +
                        ": the container '" + muxer.format().name + "' cannot hold " +
                        (audio == AudioMode::copy ? libav::codec_name(codec.codec_id) : std::string("aac")));
      }
      return carrier;
    } catch (const Error& error) {
      notes.push_back(name_of(stream) + " left out: " + error.what());
      return nullptr;
    }
  }
  if (is_cover(stream)) {
    if (auto carrier = copy_cover(stream, muxer)) return carrier;
    notes.push_back(name_of(stream) + " left out: the container '" + muxer.format().name +
                    "' cannot hold a cover picture");
    return nullptr;
  }
  if (is_picture(stream)) {
    notes.push_back(name_of(stream) + " left out: only one picture is cropped");
    return nullptr;
  }
  const std::string_view container = muxer.format().name;
  const bool is_matroska = container == "matroska";
  const bool takes = codec.codec_type == AVMEDIA_TYPE_SUBTITLE
                         ? avformat_query_codec(&muxer.format(), codec.codec_id, FF_COMPLIANCE_NORMAL) == 1
                         : is_attachment(stream) && is_matroska;
  if (takes) return copy_stream(stream, muxer);
  notes.push_back(name_of(stream) + " left out: the container '" + std::string(container) +
                  "' cannot hold it");
  return nullptr;
}

void CarriedStreams::start(const OutputClock& clock) {
  for (const auto& carrier : carriers_) {
    if (carrier) carrier->start(clock);
  }
}

bool CarriedStreams::carries(int stream_index) const {
  const auto i = static_cast<std::size_t>(stream_index);  // some containers add streams while they are read
  return i < carriers_.size() && carriers_[i] != nullptr;
}

void CarriedStreams::take(AVPacket& packet) {
  if (carries(packet.stream_index)) carriers_[static_cast<std::size_t>(packet.stream_index)]->take(packet);
}

void CarriedStreams::finish() {
  for (const auto& carrier : carriers_) {
    if (carrier) carrier->finish();
  }
}

std::int64_t CarriedStreams::damaged() const {
  std::int64_t count = 0;
  for (const auto& carrier : carriers_) {
    if (carrier) count += carrier->damaged();
  }
  return count;
}

}  // namespace smartcrop::internal
