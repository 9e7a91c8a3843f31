// Converts decoded audio to another rate, sample format and channel layout.
#pragma once

extern "C" {
#include <libswresample/swresample.h>
}

#include <string>

#include "smartcrop/libav/handles.hpp"

namespace smartcrop::libav {

struct FreeResampler {
  void operator()(SwrContext* context) const { swr_free(&context); }
};
using ResamplerPtr = std::unique_ptr<SwrContext, FreeResampler>;

/// The format of decoded audio. It may change within a stream.
struct AudioFormat {
  int rate = 0, sample_format = AV_SAMPLE_FMT_NONE, channels = 0;

  bool operator==(const AudioFormat&) const = default;
};
AudioFormat format_of(const AVFrame& audio);

/// A resampler for frames like `audio`. If their channel layout is unknown, it is the default one for their
/// number of channels. Throws Error `WHAT: REASON`.
ResamplerPtr open_resampler(const AVFrame& audio, const AVChannelLayout& channels, AVSampleFormat format,
                            int rate, const std::string& what);

}  // namespace smartcrop::libav
