// Owners of FFmpeg's objects: each frees its object when it goes out of scope.
#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/frame.h>
#include <libswscale/swscale.h>
}

#include <memory>

/// Owners of FFmpeg's objects. Each frees its object by the function that FFmpeg has for it.
namespace smartcrop::libav {

struct CloseInput {
  void operator()(AVFormatContext* context) const;
};
/// Also closes the muxer's file, unless the caller opened it (AVFMT_FLAG_CUSTOM_IO).
struct FreeOutput {
  void operator()(AVFormatContext* context) const;
};
/// Also frees what open_decoder() attached to the context.
struct FreeCodec {
  void operator()(AVCodecContext* context) const;
};
struct FreeFrame {
  void operator()(AVFrame* frame) const { av_frame_free(&frame); }
};
struct FreePacket {
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
struct FreeScaler {
  void operator()(SwsContext* context) const { sws_freeContext(context); }
};
struct FreeParameters {
  void operator()(AVCodecParameters* parameters) const { avcodec_parameters_free(&parameters); }
};

/// Made by open_input() only: the deleter also frees what open_input() attached to the context.
using InputPtr = std::unique_ptr<AVFormatContext, CloseInput>;
using OutputPtr = std::unique_ptr<AVFormatContext, FreeOutput>;
using CodecPtr = std::unique_ptr<AVCodecContext, FreeCodec>;
using FramePtr = std::unique_ptr<AVFrame, FreeFrame>;
using PacketPtr = std::unique_ptr<AVPacket, FreePacket>;
using ScalerPtr = std::unique_ptr<SwsContext, FreeScaler>;
using ParametersPtr = std::unique_ptr<AVCodecParameters, FreeParameters>;

/// Make empty objects. Throw std::bad_alloc.
FramePtr make_frame();
PacketPtr make_packet();
ParametersPtr copy_parameters(const AVCodecParameters& parameters);

/// FFmpeg's dictionary of options, freed at the end of the scope. Pass get() to FFmpeg's functions, which
/// remove the entries that they use; entries that remain were not recognized.
class Dictionary {
 public:
  Dictionary() = default;
  ~Dictionary() { av_dict_free(&entries_); }
  Dictionary(const Dictionary&) = delete;
  Dictionary& operator=(const Dictionary&) = delete;

  void set(const char* key, const char* value) { av_dict_set(&entries_, key, value, 0); }
  AVDictionary** get() { return &entries_; }
  /// Name of an entry that no function used; nullptr if there is none.
  const char* unused() const;

 private:
  AVDictionary* entries_ = nullptr;
};

}  // namespace smartcrop::libav
