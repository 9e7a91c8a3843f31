#include <string_view>

#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/decoder.hpp"
#include "smartcrop/libav/program.hpp"
#include "stream_carrier.hpp"
#include "stream_name.hpp"
#include "timecode.hpp"

namespace smartcrop::internal {
namespace {

bool is_picture(const AVStream& stream) {
  return stream.codecpar->codec_type == AVMEDIA_TYPE_VIDEO;
}

bool is_cover(const AVStream& stream) {
  return is_picture(stream) && (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) != 0;
}

/// Why audio is not what the user asked for; empty if it is.
std::string why_encoded(AVCodecID source, AVCodecID made, AudioMode audio, bool is_retimed,
                        const std::string& container) {
  const bool is_copy = audio == AudioMode::copy;
  if (is_retimed && is_copy) return "audio whose tempo changes cannot be copied";
  if (!is_copy && made == AV_CODEC_ID_AAC) return {};
  if (is_copy && source == made) return "the container '" + container + "' cannot hold it as it is";
  return "the container '" + container + "' cannot hold " +
         (is_copy ? libav::codec_name(source) : std::string("aac"));
}

/// GoPro's telemetry is all that FFmpeg's muxers of the MP4 family can describe; they write others without a
/// sample description, which nothing can read.
bool is_telemetry(const AVStream& stream) {
  return stream.codecpar->codec_tag == MKTAG('g', 'p', 'm', 'd');
}

}  // namespace

CarriedStreams::CarriedStreams(const Carrying& carrying, Muxer& muxer, std::vector<std::string>& notes)
    : carrying_(carrying), muxer_(muxer), notes_(notes), carriers_(carrying.input.nb_streams) {
  const AVProgram* program = libav::program_of(carrying.input, carrying.picture, carrying.program);
  for (unsigned i = 0; i < carrying.input.nb_streams; ++i) {
    const AVStream& stream = *carrying.input.streams[i];
    if (&stream == &carrying.picture || !libav::belongs_to(program, carrying.input, stream)) continue;
    carriers_[i] = carrier_for(stream);
  }
  if (carrying.is_cut && !carrying.is_retimed && carrying.audio == AudioMode::copy && audio_count_ > 0) {
    notes.push_back(
        "copied audio is cut between packets: it may be up to one packet (about 20 ms) longer than the "
        "picture");
  }
}

CarriedStreams::Carrier CarriedStreams::leave_out(const AVStream& stream, const std::string& why) {
  notes_.push_back(name_of(stream) + " left out: " + why);
  return nullptr;
}

/// Asks what FFmpeg knows of the codec, then the muxer with this very stream.
bool CarriedStreams::takes_copy(const AVStream& stream) const {
  return (is_telemetry(stream) || muxer_.takes(stream.codecpar->codec_id)) &&
         muxer_.takes_also([&](AVStream& target) { describe_copy(stream, muxer_.format(), target); });
}

CarriedStreams::Carrier CarriedStreams::audio_carrier_for(const AVStream& stream) {
  if (carrying_.audio == AudioMode::none) return nullptr;
  const AVCodecParameters& codec = *stream.codecpar;
  if (codec.codec_id == AV_CODEC_ID_NONE || codec.sample_rate <= 0)
    return leave_out(stream, "its codec is unknown");
  const std::string container = muxer_.format().name;
  if (muxer_.format().audio_codec == AV_CODEC_ID_NONE)
    return leave_out(stream, "the container '" + container + "' holds no audio");
  if (carrying_.audio == AudioMode::copy && !carrying_.is_retimed && takes_copy(stream)) {
    ++audio_count_;
    return copy_stream(stream, muxer_);
  }
  return encoded_carrier_for(stream);
}

CarriedStreams::Carrier CarriedStreams::encoded_carrier_for(const AVStream& stream) {
  const std::string container = muxer_.format().name;
  try {
    Carrier carrier = encode_audio(stream, carrying_.path, muxer_, carrying_.threads, carrying_.is_retimed);
    if (carrying_.threads != 1) carrier = carry_beside(std::move(carrier));
    ++audio_count_;
    const AVCodecID made = muxer_.context().streams[muxer_.context().nb_streams - 1]->codecpar->codec_id;
    const std::string why =
        why_encoded(stream.codecpar->codec_id, made, carrying_.audio, carrying_.is_retimed, container);
    if (!why.empty())
      notes_.push_back(name_of(stream) + " encoded anew as " + libav::codec_name(made) + ": " + why);
    return carrier;
  } catch (const Error& error) {
    return leave_out(stream, error.what());
  }
}

CarriedStreams::Carrier CarriedStreams::carrier_for(const AVStream& stream) {
  const AVMediaType type = stream.codecpar->codec_type;
  const std::string cannot_hold = "the container '" + std::string(muxer_.format().name) + "' cannot hold ";
  if (type == AVMEDIA_TYPE_AUDIO) return audio_carrier_for(stream);
  if (is_cover(stream)) {
    if (auto carrier = copy_cover(stream, muxer_)) return carrier;
    return leave_out(stream, cannot_hold + "a cover picture");
  }
  if (is_picture(stream)) return leave_out(stream, "only one picture is cropped");
  if (is_timecode(stream)) return nullptr;  // the muxer makes it of the metadata
  const std::string_view container = muxer_.format().name;
  bool takes = false;
  if (type == AVMEDIA_TYPE_SUBTITLE)
    takes = muxer_.holds_subtitles(stream.codecpar->codec_id) && takes_copy(stream);
  if (type == AVMEDIA_TYPE_ATTACHMENT) takes = container == "matroska";
  if (type == AVMEDIA_TYPE_DATA)
    takes = muxer_.is_quicktime() ? is_telemetry(stream) && takes_copy(stream)
                                  : container == "mpegts" && takes_copy(stream);
  if (!takes) return leave_out(stream, cannot_hold + "it");
  if (type != AVMEDIA_TYPE_SUBTITLE || carrying_.plan == nullptr) return copy_stream(stream, muxer_);
  if (auto carrier = place_subtitles(stream, *carrying_.plan, muxer_)) return carrier;
  return leave_out(stream, "subtitles of this kind cannot be moved with the crop");
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
    if (!carrier) continue;
    carrier->finish();
    if (std::string remark = carrier->remark(); !remark.empty()) notes_.push_back(std::move(remark));
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
