#pragma once

#include "smartcrop/libav/handles.hpp"

namespace smartcrop::internal {

/// The encoder of an audio codec. Throws Error if this FFmpeg has none.
const AVCodec& audio_encoder_of(AVCodecID codec);

/// The encoder's sample rate nearest to `rate`.
int nearest_rate(const AVCodec& encoder, int rate);

/// The source's layout if the encoder supports it, else one with as many channels, else stereo.
void choose_layout(const AVCodec& encoder, const AVChannelLayout& source, AVChannelLayout& chosen);

}  // namespace smartcrop::internal
