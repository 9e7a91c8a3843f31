#pragma once

#include "smartcrop/libav/handles.hpp"

namespace smartcrop::internal {

/// The encoder of an audio codec. Throws Error where this FFmpeg has none.
const AVCodec& audio_encoder_of(AVCodecID codec);

/// The rate that the encoder has, nearest to `rate`.
int nearest_rate(const AVCodec& encoder, int rate);

/// The source's layout if the encoder takes it, else one of as many channels, else stereo.
void choose_layout(const AVCodec& encoder, const AVChannelLayout& source, AVChannelLayout& chosen);

}  // namespace smartcrop::internal
