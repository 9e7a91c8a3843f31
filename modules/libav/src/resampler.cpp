#include "smartcrop/libav/resampler.hpp"

#include "smartcrop/libav/error.hpp"

namespace smartcrop::libav {

AudioFormat format_of(const AVFrame& audio) {
  return {audio.sample_rate, audio.format, audio.ch_layout.nb_channels};
}

ResamplerPtr open_resampler(const AVFrame& audio, const AVChannelLayout& channels, AVSampleFormat format,
                            int rate, const std::string& what) {
  AVChannelLayout layout{};
  if (audio.ch_layout.order == AV_CHANNEL_ORDER_UNSPEC) {
    av_channel_layout_default(&layout, audio.ch_layout.nb_channels);
  } else {
    check(av_channel_layout_copy(&layout, &audio.ch_layout), what);
  }
  SwrContext* context = nullptr;
  // FFmpeg 5 only reads the output's layout, but declares it without const.
  const int code =
      swr_alloc_set_opts2(&context, const_cast<AVChannelLayout*>(&channels), format, rate, &layout,
                          static_cast<AVSampleFormat>(audio.format), audio.sample_rate, 0, nullptr);
  av_channel_layout_uninit(&layout);
  ResamplerPtr resampler(context);
  check(code, what);
  check(swr_init(resampler.get()), what);
  return resampler;
}

}  // namespace smartcrop::libav
