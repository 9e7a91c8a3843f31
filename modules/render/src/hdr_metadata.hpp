#pragma once

#include <optional>
#include <string>

#include "smartcrop/libav/handles.hpp"

extern "C" {
#include <libavutil/mastering_display_metadata.h>
}

namespace smartcrop::internal {

/// What HDR10 says once for a whole video: the display it was graded on (SMPTE ST 2086) and how bright it
/// gets (CTA-861.3).
struct HdrMetadata {
  std::optional<AVMasteringDisplayMetadata> display;
  std::optional<AVContentLightMetadata> light;
};

/// Of a decoded picture, else of its stream in the container.
HdrMetadata hdr_metadata_of(const AVFrame& frame, const AVStream& stream);

/// Tells the container.
void put_on_stream(const HdrMetadata& metadata, AVStream& stream);

/// The option by which an encoder takes `NAME=VALUE:NAME=VALUE` for its library, "x265-params" and the like;
/// empty where it has none that is used here.
std::string parameter_option(const AVCodec& codec);

/// The metadata as such parameters; empty where there is none. FFmpeg 5.1 does not hand it to the encoders.
std::string hdr_parameters(const AVCodec& codec, const HdrMetadata& metadata);

/// Whether the picture carries metadata that changes from scene to scene (HDR10+, Dolby Vision).
bool has_dynamic_metadata(const AVFrame& frame);

}  // namespace smartcrop::internal
