#include <cstring>
#include <new>
#include <string_view>

#include "smartcrop/libav/error.hpp"
#include "stream_carrier.hpp"

extern "C" {
#include <libavutil/mem.h>
}

namespace smartcrop::internal {
namespace {

/// MP4 and M4A: FFmpeg's muxer takes the cover as a stream of one packet.
class CoverStream : public StreamCarrier {
 public:
  CoverStream(const AVStream& source, Muxer& muxer)
      : source_(source), muxer_(muxer), target_(muxer.add_stream()) {
    libav::check(avcodec_parameters_copy(target_.codecpar, source.codecpar), "stream parameters");
    target_.codecpar->codec_tag = 0;
    target_.time_base = source.time_base;
    copy_description(source, target_);
  }

  void start(const OutputClock&) override {
    const libav::PacketPtr packet = libav::make_packet();
    libav::check(av_packet_ref(packet.get(), &source_.attached_pic), "no memory for a packet");
    packet->pts = packet->dts = 0;
    is_refused_ = muxer_.write(*packet, target_, target_.time_base) == Muxer::Written::refused;
  }

  void take(AVPacket&) override {}  // the demuxer returns the cover as a packet, too
  std::int64_t damaged() const override { return is_refused_ ? 1 : 0; }

 private:
  const AVStream& source_;
  Muxer& muxer_;
  AVStream& target_;
  bool is_refused_ = false;
};

/// Matroska: the cover is an attached file, stored in the header.
class CoverAttachment : public StreamCarrier {
 public:
  CoverAttachment(const AVStream& source, Muxer& muxer) {
    AVStream& target = muxer.add_stream();
    const AVPacket& picture = source.attached_pic;
    const bool is_png = source.codecpar->codec_id == AV_CODEC_ID_PNG;
    AVCodecParameters& codec = *target.codecpar;
    codec.codec_type = AVMEDIA_TYPE_ATTACHMENT;
    codec.codec_id = source.codecpar->codec_id;
    const auto size = static_cast<std::size_t>(picture.size);
    codec.extradata = static_cast<std::uint8_t*>(av_mallocz(size + AV_INPUT_BUFFER_PADDING_SIZE));
    if (codec.extradata == nullptr) throw std::bad_alloc();
    std::memcpy(codec.extradata, picture.data, size);
    codec.extradata_size = picture.size;
    av_dict_set(&target.metadata, "filename", is_png ? "cover.png" : "cover.jpg", 0);
    av_dict_set(&target.metadata, "mimetype", is_png ? "image/png" : "image/jpeg", 0);
  }

  void start(const OutputClock&) override {}
  void take(AVPacket&) override {}
  std::int64_t damaged() const override { return 0; }
};

}  // namespace

std::unique_ptr<StreamCarrier> copy_cover(const AVStream& source, Muxer& muxer) {
  const AVCodecID codec = source.codecpar->codec_id;
  const bool is_usual = codec == AV_CODEC_ID_MJPEG || codec == AV_CODEC_ID_PNG;
  if (!is_usual || source.attached_pic.size <= 0) return nullptr;
  const std::string_view container = muxer.format().name;
  if (container == "mp4" || container == "ipod") return std::make_unique<CoverStream>(source, muxer);
  if (container == "matroska") return std::make_unique<CoverAttachment>(source, muxer);
  return nullptr;
}

}  // namespace smartcrop::internal
