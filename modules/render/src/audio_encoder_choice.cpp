#include "audio_encoder_choice.hpp"

#include <algorithm>
#include <cstdlib>

#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/decoder.hpp"
#include "smartcrop/libav/error.hpp"

namespace smartcrop::internal {

const AVCodec& audio_encoder_of(AVCodecID codec) {
  // FFmpeg's own Opus and Vorbis encoders are experimental.
  const AVCodec* encoder = nullptr;
  if (codec == AV_CODEC_ID_OPUS) encoder = avcodec_find_encoder_by_name("libopus");
  if (codec == AV_CODEC_ID_VORBIS) encoder = avcodec_find_encoder_by_name("libvorbis");
  if (encoder == nullptr) encoder = avcodec_find_encoder(codec);
  if (encoder == nullptr) throw Error("this FFmpeg has no audio encoder for " + libav::codec_name(codec));
  return *encoder;
}

int nearest_rate(const AVCodec& encoder, int rate) {
  if (encoder.supported_samplerates == nullptr) return rate;
  int best = encoder.supported_samplerates[0];
  for (const int* known = encoder.supported_samplerates; *known != 0; ++known) {
    if (std::abs(*known - rate) < std::abs(best - rate)) best = *known;
  }
  return best;
}

void choose_layout(const AVCodec& encoder, const AVChannelLayout& source, AVChannelLayout& chosen) {
  AVChannelLayout wanted{};
  if (source.order == AV_CHANNEL_ORDER_UNSPEC) {
    av_channel_layout_default(&wanted, source.nb_channels);
  } else {
    libav::check(av_channel_layout_copy(&wanted, &source), "channel layout");
  }
  const AVChannelLayout* match = encoder.ch_layouts == nullptr ? &wanted : nullptr;
  for (const AVChannelLayout* known = encoder.ch_layouts; known != nullptr && known->nb_channels > 0;
       ++known) {
    if (av_channel_layout_compare(known, &wanted) == 0) match = known;
  }
  if (match == nullptr) {
    for (const AVChannelLayout* known = encoder.ch_layouts; known->nb_channels > 0 && match == nullptr;
         ++known) {
      if (known->nb_channels == wanted.nb_channels) match = known;
    }
  }
  if (match != nullptr) {
    av_channel_layout_copy(&chosen, match);
  } else {
    av_channel_layout_default(&chosen, std::min(wanted.nb_channels, 2));
  }
  av_channel_layout_uninit(&wanted);
}

}  // namespace smartcrop::internal
