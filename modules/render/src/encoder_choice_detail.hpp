#pragma once

#include <opencv2/core/types.hpp>
#include <string>
#include <vector>

#include "format_converter_detail.hpp"
#include "muxer_detail.hpp"
#include "smartcrop/render/render.hpp"

namespace smartcrop::detail {

/// The video encoder of that name. Throws Error listing those there are where it is unknown, and where the
/// container cannot hold what it makes. Only the default encoder gives way to the container's own then, with
/// a note.
const AVCodec& choose_encoder(const std::string& name, const Muxer& muxer, std::vector<std::string>& notes);

/// The pixel format to encode: the source's where the encoder takes it, else the nearest, with a note.
PictureFormat choose_format(const AVCodec& codec, PictureFormat source, cv::Size size,
                            std::vector<std::string>& notes);

/// Throws Error naming the option where the encoder does not have it or refuses the value.
void set_encoder_option(AVCodecContext& encoder, const std::string& name, const std::string& value);

/// One line for an encoder that does not start: the settings it was given, FFmpeg's reason, and what is
/// likely wrong.
std::string describe_refusal(const AVCodecContext& encoder, const RenderOptions& options,
                             const std::string& reason);

}  // namespace smartcrop::detail
