#pragma once

#include <map>
#include <opencv2/core/types.hpp>
#include <string>
#include <vector>

#include "format_converter.hpp"
#include "hdr_metadata.hpp"
#include "muxer.hpp"
#include "smartcrop/render/render.hpp"

namespace smartcrop::internal {

/// The video encoder of that name. Throws Error listing those there are where it is unknown, and where the
/// container cannot hold what it makes. Only the default encoder gives way to the container's own then, with
/// a note.
const AVCodec& choose_encoder(const std::string& name, const AVOutputFormat& container,
                              std::vector<std::string>& notes);

/// The pixel format to encode: the source's where the encoder takes it, else the nearest, with a note.
PictureFormat choose_format(const AVCodec& codec, PictureFormat source, cv::Size size,
                            std::vector<std::string>& notes);

/// Whether pictures of the format may be transparent.
bool has_alpha(AVPixelFormat format);

/// Throws Error naming the option where the encoder does not have it or refuses the value.
void set_encoder_option(AVCodecContext& encoder, const std::string& name, const std::string& value);

/// Sets the user's options, and those that make the encoder hold its tongue (some print to stderr past
/// FFmpeg's log, which a library must not) and tell it of HDR. Throws Error as set_encoder_option() does.
void set_encoder_options(AVCodecContext& encoder, const std::map<std::string, std::string>& options,
                         const HdrMetadata& hdr);

/// Throws Error naming the presets where the encoder takes others only. x264 and x265 would print that to
/// stderr.
void check_preset(const AVCodec& codec, const std::string& preset);

/// What an encoder is about to start with, for the message where it refuses; hints at what is likely wrong.
std::string describe_settings(const AVCodecContext& encoder, const RenderOptions& options);

}  // namespace smartcrop::internal
