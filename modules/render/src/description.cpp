#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <string_view>

#include "stream_carrier.hpp"

extern "C" {
#include <libavutil/mem.h>
}

namespace smartcrop::internal {
namespace {

/// Metadata that holds for the source file only: its muxer wrote it, or it tells a rotation that is undone,
/// or how the views of a stereoscopic picture are packed.
bool describes_source_only(std::string_view key) {
  constexpr std::array<std::string_view, 8> kKeys{"major_brand", "minor_version", "compatible_brands",
                                                  "encoder",     "rotate",        "DURATION",
                                                  "ENCODER",     "stereo_mode"};
  constexpr std::array<std::string_view, 4> kMatroskaStatistics{"BPS", "NUMBER_OF_", "_STATISTICS_",
                                                                "DURATION-"};
  return std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end() ||
         std::any_of(kMatroskaStatistics.begin(), kMatroskaStatistics.end(),
                     [key](std::string_view start) { return key.starts_with(start); });
}

void copy_metadata(const AVDictionary* source, AVDictionary** target) {
  const AVDictionaryEntry* entry = nullptr;
  while ((entry = av_dict_get(source, "", entry, AV_DICT_IGNORE_SUFFIX)) != nullptr) {
    if (!describes_source_only(entry->key)) av_dict_set(target, entry->key, entry->value, 0);
  }
}

void copy_side_data(const AVStream& source, AVStream& target, AVPacketSideDataType type) {
  std::size_t size = 0;
  const std::uint8_t* data = av_stream_get_side_data(&source, type, &size);
  if (data == nullptr) return;
  std::uint8_t* copy = av_stream_new_side_data(&target, type, size);
  if (copy == nullptr) throw std::bad_alloc();
  std::memcpy(copy, data, size);
}

AVChapter* new_chapter(const AVChapter& source, std::int64_t start, std::int64_t end) {
  auto* chapter = static_cast<AVChapter*>(av_mallocz(sizeof(AVChapter)));
  if (chapter == nullptr) throw std::bad_alloc();
  chapter->id = source.id;
  chapter->time_base = source.time_base;
  chapter->start = start;
  chapter->end = end;
  av_dict_copy(&chapter->metadata, source.metadata, 0);
  return chapter;
}

}  // namespace

void copy_description(const AVStream& source, AVStream& target) {
  copy_metadata(source.metadata, &target.metadata);
  target.disposition = source.disposition;
  for (int i = 0; i < source.nb_side_data; ++i) copy_side_data(source, target, source.side_data[i].type);
}

void copy_picture_description(const AVStream& source, AVStream& target) {
  copy_metadata(source.metadata, &target.metadata);
  target.disposition = source.disposition;
}

void copy_description(const AVFormatContext& source, const OutputClock& clock, AVFormatContext& target) {
  copy_metadata(source.metadata, &target.metadata);
  target.chapters = static_cast<AVChapter**>(av_calloc(std::max(source.nb_chapters, 1U), sizeof(AVChapter*)));
  if (target.chapters == nullptr) throw std::bad_alloc();
  for (unsigned i = 0; i < source.nb_chapters; ++i) {
    const AVChapter& chapter = *source.chapters[i];
    const AVRational ticks = chapter.time_base;
    std::int64_t start = chapter.start, end = chapter.end;
    if (clock.start) start = std::max(start, libav::to_ticks(*clock.start, ticks));
    if (clock.end) end = std::min(end, libav::to_ticks(*clock.end, ticks));
    if (start >= end) continue;
    target.chapters[target.nb_chapters++] =
        new_chapter(chapter, clock.output_ticks(start, ticks), clock.output_ticks(end, ticks));
  }
}

}  // namespace smartcrop::internal
