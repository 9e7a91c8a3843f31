#pragma once

#include <optional>
#include <string>

#include "smartcrop/libav/handles.hpp"

extern "C" {
#include <libavutil/mastering_display_metadata.h>
}

namespace smartcrop::internal {

/// Static HDR10 metadata: the mastering display (SMPTE ST 2086) and the content light level (CTA-861.3).
struct HdrMetadata {
  std::optional<AVMasteringDisplayMetadata> display;
  std::optional<AVContentLightMetadata> light;
};

/// Taken from a decoded picture, else from its stream in the container.
HdrMetadata hdr_metadata_of(const AVFrame& frame, const AVStream& stream);

/// Writes the metadata to the container.
void put_on_stream(const HdrMetadata& metadata, AVStream& stream);

/// The encoder's option for parameters of its library, `NAME=VALUE:NAME=VALUE`, such as "x265-params"; empty
/// for encoders without HDR parameters.
std::string parameter_option(const AVCodec& codec);

/// The metadata as such parameters; empty if there is none. FFmpeg 5.1 does not pass it to the encoders.
std::string hdr_parameters(const AVCodec& codec, const HdrMetadata& metadata);

}  // namespace smartcrop::internal
