#include "picture_marks.hpp"

#include <algorithm>
#include <string_view>

extern "C" {
#include <libavutil/dovi_meta.h>
#include <libavutil/opt.h>
#include <libavutil/stereo3d.h>
}

namespace smartcrop::internal {
namespace {

template <typename Data>
const Data* data_of(const AVStream& stream, AVPacketSideDataType type) {
  std::size_t size = 0;
  const std::uint8_t* bytes = av_stream_get_side_data(&stream, type, &size);
  return bytes != nullptr && size >= sizeof(Data) ? reinterpret_cast<const Data*>(bytes) : nullptr;
}

std::string packing_of(const AVStereo3D& stereo) {
  return stereo.type == AV_STEREO3D_2D ? std::string() : av_stereo3d_type_name(stereo.type);
}

std::string stereo_of(const AVStream& stream) {
  if (const auto* stereo = data_of<AVStereo3D>(stream, AV_PKT_DATA_STEREO3D)) return packing_of(*stereo);
  const AVDictionaryEntry* mode = av_dict_get(stream.metadata, "stereo_mode", nullptr, 0);
  return mode != nullptr && std::string_view(mode->value) != "mono" ? mode->value : "";
}

}  // namespace

bool keeps_captions(const AVCodec& encoder) {
  const AVClass* options = encoder.priv_class;
  return options != nullptr &&
         av_opt_find(static_cast<void*>(&options), "a53cc", nullptr, 0, AV_OPT_SEARCH_FAKE_OBJ) != nullptr;
}

PictureMarks::PictureMarks(const AVFormatContext& input, const AVStream& stream, const std::string& path)
    : stereo_(stereo_of(stream)),
      aperture_(clean_aperture(input, stream, path)),
      is_spherical_(data_of<std::int32_t>(stream, AV_PKT_DATA_SPHERICAL) != nullptr) {
  if (const auto* vision = data_of<AVDOVIDecoderConfigurationRecord>(stream, AV_PKT_DATA_DOVI_CONF)) {
    has_dolby_vision_ = true;
    // 0: the picture alone is not of any standard; others are HDR10, HLG or SDR without Dolby Vision.
    needs_dolby_vision_ = vision->dv_bl_signal_compatibility_id == 0;
  }
}

void PictureMarks::clean(AVFrame& picture, bool keeps_captions) {
  const auto take_off = [&](AVFrameSideDataType type) {
    const bool is_there = av_frame_get_side_data(&picture, type) != nullptr;
    av_frame_remove_side_data(&picture, type);
    return is_there;
  };
  if (const AVFrameSideData* stereo = av_frame_get_side_data(&picture, AV_FRAME_DATA_STEREO3D);
      stereo != nullptr && stereo_.empty())
    stereo_ = packing_of(*reinterpret_cast<const AVStereo3D*>(stereo->data));
  take_off(AV_FRAME_DATA_STEREO3D);
  is_spherical_ = take_off(AV_FRAME_DATA_SPHERICAL) || is_spherical_;
  has_hdr10_plus_ = take_off(AV_FRAME_DATA_DYNAMIC_HDR_PLUS) || has_hdr10_plus_;
  has_dolby_vision_ = take_off(AV_FRAME_DATA_DOVI_RPU_BUFFER) || has_dolby_vision_;
  take_off(AV_FRAME_DATA_DOVI_METADATA);
  if (!keeps_captions) has_lost_captions_ = take_off(AV_FRAME_DATA_A53_CC) || has_lost_captions_;
  // Of the whole picture: nobody misses them.
  for (const AVFrameSideDataType type :
       {AV_FRAME_DATA_DISPLAYMATRIX, AV_FRAME_DATA_AFD, AV_FRAME_DATA_PANSCAN,
        AV_FRAME_DATA_REGIONS_OF_INTEREST, AV_FRAME_DATA_MOTION_VECTORS})
    take_off(type);
}

std::vector<std::string> PictureMarks::lines(const std::string& encoder) const {
  std::vector<std::string> lines;
  if (!stereo_.empty())
    lines.push_back("the source is stereoscopic 3D (" + stereo_ + "): the output is not marked as 3D");
  if (is_spherical_)
    lines.emplace_back("the source is spherical (360 degree video): the output is not marked as spherical");
  if (has_dolby_vision_)
    lines.push_back(std::string("Dolby Vision metadata is left out") +
                    (needs_dolby_vision_ ? "; without it the colors of this source are wrong" : ""));
  if (has_hdr10_plus_)
    lines.emplace_back("dynamic HDR metadata (HDR10+) is left out; static HDR10 metadata is kept");
  if (has_lost_captions_)
    lines.push_back("closed captions (EIA-608/708) are left out: " +
                    (encoder == "libx264" ? "they do not survive a change of speed"
                                          : encoder + " cannot store them; libx264 can"));
  if (!aperture_.empty())
    lines.push_back("the source marks a clean aperture of " + aperture_ + ": the whole picture is used");
  return lines;
}

}  // namespace smartcrop::internal
