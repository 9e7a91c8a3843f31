// Opens FFmpeg's decoders with the settings that all readers of this library share.
#pragma once

#include <string>

#include "smartcrop/core/deblocking.hpp"
#include "smartcrop/libav/handles.hpp"

namespace smartcrop::libav {

struct DecoderOptions {
  int threads = 0;  ///< 0 = one more than cores (FFmpeg's own choice: one waits for its turn); 1 = all work
                    ///< happens inside avcodec_send_packet/receive_frame
  bool reference_only = false;  ///< true skips frames that no other frame refers to
  Deblocking deblocking = Deblocking::all;
};

/// Opens a decoder for a stream (frame and slice threads, whichever the codec has), with the stream's time
/// base. Pictures of more than 142 million pixels are decoding errors. Throws Error naming `path` and the
/// codec if FFmpeg has no decoder for it or the decoder rejects the stream.
CodecPtr open_decoder(const AVStream& stream, const std::string& path, const DecoderOptions& options = {});

/// FFmpeg's name of a codec, e.g. "h264".
std::string codec_name(AVCodecID id);
/// FFmpeg's name of a pixel format, e.g. "yuv420p"; empty if it is unknown.
std::string pixel_format_name(int format);

}  // namespace smartcrop::libav
