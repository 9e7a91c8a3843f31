#pragma once

#include <map>
#include <opencv2/core/types.hpp>
#include <string>
#include <vector>

#include "hdr_metadata.hpp"
#include "muxer.hpp"
#include "smartcrop/picture/format_converter.hpp"
#include "smartcrop/render/render.hpp"

namespace smartcrop::internal {

/// The video encoder of that name; "auto": see RenderOptions::encoder, `is_deep`: whether the source is HDR
/// or has more than 8 bits. Adds a line to `notes` if another than libx264 is chosen. Throws Error if the
/// name is unknown (listing the known ones) or if the container cannot hold its codec.
const AVCodec& choose_encoder(const std::string& name, bool is_deep, const AVOutputFormat& container,
                              std::vector<std::string>& notes);

/// The pixel format of frames for a codec, or for the choice of "auto", with `is_deep` as above;
/// AV_PIX_FMT_NONE = the source's.
AVPixelFormat usual_format(const std::string& name, bool is_deep, const AVCodec& codec, AVPixelFormat source);

/// Whether pictures are HDR (PQ, HLG) or have more than 8 bits.
bool is_deep(const PictureFormat& format, AVColorTransferCharacteristic transfer);

/// Whether the codec can store this pixel aspect ratio for pictures of this size.
bool stores_shape(const AVCodec& codec, cv::Size size, AVRational pixel_aspect);

/// The pixel format to encode: `wanted` if there is one, else the source's if the encoder supports it, else
/// the nearest, with a note.
PictureFormat choose_format(const AVCodec& codec, PictureFormat source, AVPixelFormat wanted, cv::Size size,
                            std::vector<std::string>& notes);

/// Whether pictures of the format may be transparent.
bool has_alpha(AVPixelFormat format);

/// Throws Error naming the option if the encoder does not have it or refuses the value.
void set_encoder_option(AVCodecContext& encoder, const std::string& name, const std::string& value);

/// Sets the user's options, HDR parameters, and what keeps the encoder from printing to stderr (x265 and
/// SVT-AV1 bypass FFmpeg's log). Throws Error as set_encoder_option() does.
void set_encoder_options(AVCodecContext& encoder, const std::map<std::string, std::string>& options,
                         const HdrMetadata& hdr);

/// Throws Error naming the encoder's presets if it does not have this one. x264 and x265 would print that to
/// stderr.
void check_preset(const AVCodec& codec, const std::string& preset);

/// The settings of an encoder, for the message if it does not open, with a hint at the likely cause.
std::string describe_settings(const AVCodecContext& encoder, const RenderOptions& options);

}  // namespace smartcrop::internal
