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

/// FFmpeg's muxers of these refuse a second audio stream.
bool holds_one_audio_stream(std::string_view container) {
  return container == "flv" || container == "swf";
}

/// Why audio is not what the user asked for; empty where it is.
std::string why_encoded(AVCodecID source, AVCodecID made, AudioMode audio, bool is_retimed,
                        const std::string& container) {
  const bool is_copy = audio == AudioMode::copy;
  if (is_retimed && is_copy) return "audio whose tempo changes cannot be copied";
  if (!is_copy && made == AV_CODEC_ID_AAC) return {};
  return "the container '" + container + "' cannot hold " +
         (is_copy ? libav::codec_name(source) : std::string("aac"));
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
        "copied audio is cut between packets: it may be up to one packet (about 20 ms) longer than the "
        "picture");
  }
}

std::unique_ptr<StreamCarrier> CarriedStreams::audio_carrier_for(const AVStream& stream,
                                                                 const std::string& path, AudioMode audio,
                                                                 bool is_retimed, int threads, Muxer& muxer,
                                                                 std::vector<std::string>& notes) {
  if (audio == AudioMode::none) return nullptr;
  const AVCodecParameters& codec = *stream.codecpar;
  const std::string container = muxer.format().name;
  const auto leave_out = [&](const std::string& why) {
    notes.push_back(name_of(stream) + " left out: " + why);
    return nullptr;
  };
  if (codec.codec_id == AV_CODEC_ID_NONE || codec.sample_rate <= 0) return leave_out("its codec is unknown");
  if ((muxer.format().flags & AVFMT_NOTIMESTAMPS) != 0 || muxer.format().audio_codec == AV_CODEC_ID_NONE)
    return leave_out("the container '" + container + "' holds no audio");
  if (audio_count_ > 0 && holds_one_audio_stream(container))
    return leave_out("the container '" + container + "' holds one stream of audio");
  if (audio == AudioMode::copy && !is_retimed && muxer.takes(codec.codec_id)) {
    ++audio_count_;
    return copy_stream(stream, muxer);
  }
  try {
    std::unique_ptr<StreamCarrier> carrier = encode_audio(stream, path, muxer, threads, is_retimed);
    if (threads != 1) carrier = carry_beside(std::move(carrier));
    ++audio_count_;
    const AVCodecID made = muxer.context().streams[muxer.context().nb_streams - 1]->codecpar->codec_id;
    if (const std::string why = why_encoded(codec.codec_id, made, audio, is_retimed, container); !why.empty())
      notes.push_back(name_of(stream) + " encoded anew as " + libav::codec_name(made) + ": " + why);
    return carrier;
  } catch (const Error& error) {
    return leave_out(error.what());
  }
}

std::unique_ptr<StreamCarrier> CarriedStreams::carrier_for(const AVStream& stream, const std::string& path,
                                                           AudioMode audio, bool is_retimed, int threads,
                                                           Muxer& muxer, std::vector<std::string>& notes) {
  const AVCodecParameters& codec = *stream.codecpar;
  if (codec.codec_type == AVMEDIA_TYPE_AUDIO)
    return audio_carrier_for(stream, path, audio, is_retimed, threads, muxer, notes);
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
