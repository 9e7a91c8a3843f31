#include "timecode.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>

#include "smartcrop/libav/input.hpp"

extern "C" {
#include <libavutil/timecode.h>
}

namespace smartcrop::internal {
namespace {

constexpr const char* kKey = "timecode";

std::string timecode_in(const AVDictionary* metadata) {
  const AVDictionaryEntry* entry = av_dict_get(metadata, kKey, nullptr, 0);
  return entry != nullptr ? entry->value : "";
}

/// The picture's own, else the file's, else that of any stream.
std::string timecode_of(const AVFormatContext& source, const AVStream& picture) {
  std::string found = timecode_in(picture.metadata);
  if (found.empty()) found = timecode_in(source.metadata);
  for (unsigned i = 0; found.empty() && i < source.nb_streams; ++i)
    found = timecode_in(source.streams[i]->metadata);
  return found;
}

/// Of FFmpeg's muxers, those that write a timecode from metadata, and those that keep all metadata.
bool holds_timecode(std::string_view container) {
  constexpr std::array<std::string_view, 8> kNames{"mov",        "mp4", "mxf",      "mxf_d10",
                                                   "mxf_opatom", "gxf", "matroska", "webm"};
  return std::ranges::find(kNames, container) != kNames.end();
}

std::optional<std::string> counted_on(const std::string& timecode, Time first, AVRational rate) {
  AVTimecode clock;
  if (rate.num <= 0 || av_timecode_init_from_string(&clock, rate, timecode.c_str(), nullptr) < 0)
    return std::nullopt;
  clock.flags |= AV_TIMECODE_FLAG_24HOURSMAX;
  std::array<char, AV_TIMECODE_STR_SIZE> text{};
  const auto frames = static_cast<int>(std::llround(first.value() * av_q2d(rate)));
  return av_timecode_make_string(&clock, text.data(), frames);
}

}  // namespace

bool is_timecode(const AVStream& stream) {
  return stream.codecpar->codec_type == AVMEDIA_TYPE_DATA &&
         stream.codecpar->codec_tag == MKTAG('t', 'm', 'c', 'd');
}

void carry_timecode(const AVFormatContext& source, const AVStream& picture, Time first,
                    AVFormatContext& target, AVStream& target_picture, std::vector<std::string>& notes) {
  const std::string timecode = timecode_of(source, picture);
  if (timecode.empty()) return;
  av_dict_set(&target.metadata, kKey, nullptr, 0);
  for (unsigned i = 0; i < target.nb_streams; ++i)
    av_dict_set(&target.streams[i]->metadata, kKey, nullptr, 0);
  const std::string container = target.oformat->name;
  if (!holds_timecode(container)) {
    notes.push_back("the timecode (" + timecode + ") is left out: the container '" + container +
                    "' cannot hold it");
    return;
  }
  const auto counted = counted_on(timecode, first, libav::frame_rate(picture));
  if (!counted) {
    notes.push_back("the timecode (" + timecode + ") is left out: it does not fit the frame rate");
    return;
  }
  // MXF has one for the file.
  AVDictionary** metadata = container.starts_with("mxf") ? &target.metadata : &target_picture.metadata;
  av_dict_set(metadata, kKey, counted->c_str(), 0);
}

}  // namespace smartcrop::internal
