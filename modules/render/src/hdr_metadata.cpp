#include "hdr_metadata.hpp"

#include <cmath>
#include <cstdio>
#include <cstring>
#include <new>
#include <string_view>

namespace smartcrop::internal {
namespace {

template <typename Data>
std::optional<Data> data_of(const AVFrame& frame, AVFrameSideDataType in_frame, const AVStream& stream,
                            AVPacketSideDataType in_stream) {
  Data data;
  if (const AVFrameSideData* side = av_frame_get_side_data(&frame, in_frame)) {
    std::memcpy(&data, side->data, sizeof data);
    return data;
  }
  std::size_t size = 0;
  const std::uint8_t* bytes = av_stream_get_side_data(&stream, in_stream, &size);
  if (bytes == nullptr || size < sizeof data) return std::nullopt;
  std::memcpy(&data, bytes, sizeof data);
  return data;
}

template <typename Data>
void put(const Data& data, AVPacketSideDataType type, AVStream& stream) {
  std::uint8_t* bytes = av_stream_new_side_data(&stream, type, sizeof data);
  if (bytes == nullptr) throw std::bad_alloc();
  std::memcpy(bytes, &data, sizeof data);
}

/// The number in units of 1 / `per_one`, rounded; 0: unscaled.
std::string scaled(AVRational value, int per_one) {
  char text[32];
  if (per_one == 0) {
    std::snprintf(text, sizeof text, "%.6g", av_q2d(value));
  } else {
    std::snprintf(text, sizeof text, "%.0f", std::round(av_q2d(value) * per_one));
  }
  return text;
}

/// `G(x,y)B(x,y)R(x,y)WP(x,y)L(max,min)`: the syntax of x264, x265 and SVT-AV1.
std::string display_text(const AVMasteringDisplayMetadata& display, bool plain_numbers) {
  // x264 and x265 take the units of the bit stream.
  const int chromaticity = plain_numbers ? 0 : 50'000, luminance = plain_numbers ? 0 : 10'000;
  const auto point = [&](const AVRational(&xy)[2]) {
    return "(" + scaled(xy[0], chromaticity) + "," + scaled(xy[1], chromaticity) + ")";
  };
  constexpr int kRed = 0, kGreen = 1, kBlue = 2;
  const auto& primaries = display.display_primaries;
  return "G" + point(primaries[kGreen]) + "B" + point(primaries[kBlue]) + "R" + point(primaries[kRed]) +
         "WP" + point(display.white_point) + "L(" + scaled(display.max_luminance, luminance) + "," +
         scaled(display.min_luminance, luminance) + ")";
}

}  // namespace

HdrMetadata hdr_metadata_of(const AVFrame& frame, const AVStream& stream) {
  return {data_of<AVMasteringDisplayMetadata>(frame, AV_FRAME_DATA_MASTERING_DISPLAY_METADATA, stream,
                                              AV_PKT_DATA_MASTERING_DISPLAY_METADATA),
          data_of<AVContentLightMetadata>(frame, AV_FRAME_DATA_CONTENT_LIGHT_LEVEL, stream,
                                          AV_PKT_DATA_CONTENT_LIGHT_LEVEL)};
}

void put_on_stream(const HdrMetadata& metadata, AVStream& stream) {
  if (metadata.display) put(*metadata.display, AV_PKT_DATA_MASTERING_DISPLAY_METADATA, stream);
  if (metadata.light) put(*metadata.light, AV_PKT_DATA_CONTENT_LIGHT_LEVEL, stream);
}

std::string parameter_option(const AVCodec& codec) {
  const std::string_view name = codec.name;
  if (name == "libx264") return "x264-params";
  if (name == "libx265") return "x265-params";
  return name == "libsvtav1" ? "svtav1-params" : "";
}

std::string hdr_parameters(const AVCodec& codec, const HdrMetadata& metadata) {
  const std::string_view name = codec.name;
  const bool is_av1 = name == "libsvtav1";
  std::string text;
  const auto add = [&](const std::string& parameter) { text += (text.empty() ? "" : ":") + parameter; };
  const auto& display = metadata.display;
  if (display && display->has_primaries != 0 && display->has_luminance != 0) {
    add((name == "libx265" ? "master-display=" : "mastering-display=") + display_text(*display, is_av1));
  }
  if (metadata.light) {
    add((is_av1              ? "content-light="
         : name == "libx265" ? "max-cll="
                             : "cll=") +
        std::to_string(metadata.light->MaxCLL) + "," + std::to_string(metadata.light->MaxFALL));
  }
  return text;
}

}  // namespace smartcrop::internal
