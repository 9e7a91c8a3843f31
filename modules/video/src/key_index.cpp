#include "key_index.hpp"

#include <algorithm>
#include <string_view>

#include "smartcrop/libav/picture_decoder.hpp"
#include "smartcrop/libav/time.hpp"

namespace smartcrop {
namespace {

constexpr std::size_t kMeasured = 32;
constexpr int kPacketsToLookAt = 1000;
constexpr AVRational kMicrosecond{1, AV_TIME_BASE};  // of AVFormatContext::duration

/// FFmpeg's demuxers for transport streams and raw streams note down positions while they read; that is no
/// index.
bool has_own_index(const AVInputFormat& format) {
  if ((format.flags & (AVFMT_GENERIC_INDEX | AVFMT_NOTIMESTAMPS)) != 0) return false;
  const std::string_view name = format.name;
  return name != "mpegts" && name != "mpeg";
}

/// An index that was never written to the end (a live recording, the first fragment of a fragmented file)
/// covers a part.
bool covers(const std::vector<std::int64_t>& ticks, const AVFormatContext& input, const AVStream& stream) {
  std::int64_t duration = stream.duration;
  if (duration == AV_NOPTS_VALUE || duration <= 0) {
    if (input.duration == AV_NOPTS_VALUE) return false;
    duration = av_rescale_q(input.duration, kMicrosecond, stream.time_base);
  }
  std::int64_t widest_gap = 0;
  for (std::size_t i = 1; i < ticks.size(); ++i) widest_gap = std::max(widest_gap, ticks[i] - ticks[i - 1]);
  const std::int64_t second = av_rescale_q(AV_TIME_BASE, kMicrosecond, stream.time_base);
  // Matroska counts its duration from zero, the others from the first frame.
  const std::int64_t reached = std::max(ticks.back() - ticks.front(), ticks.back());
  return duration - reached <= std::max(2 * widest_gap, second);
}

/// Reads the packet of a key frame to learn its presentation time.
bool measure(PacketReader& reader, KeyEntry& entry, AVPacket& packet) {
  if (!reader.seek(entry.index_ticks)) return false;
  for (int i = 0; i < kPacketsToLookAt && reader.next(packet) >= 0; ++i) {
    if ((packet.flags & AV_PKT_FLAG_KEY) == 0) continue;
    const bool found = packet.dts >= entry.index_ticks || packet.pts >= entry.index_ticks;
    if (!found) continue;
    entry.has_presentation = packet.pts != AV_NOPTS_VALUE;
    entry.presentation_ticks = entry.has_presentation ? packet.pts : entry.index_ticks;
    return true;
  }
  return false;
}

/// True if all measured entries have the same distance, which the others then have too.
bool measure_some(PacketReader& reader, std::vector<KeyEntry>& entries, AVPacket& packet) {
  const std::size_t count = std::min(entries.size(), kMeasured);
  std::optional<std::int64_t> distance;
  bool has_presentation = true;
  for (std::size_t i = 0; i < count; ++i) {
    KeyEntry& entry = entries[count == 1 ? 0 : i * (entries.size() - 1) / (count - 1)];
    if (!measure(reader, entry, packet)) continue;
    const std::int64_t measured = entry.presentation_ticks - entry.index_ticks;
    if (distance && *distance != measured) return false;
    distance = measured;
    has_presentation = entry.has_presentation;
  }
  for (KeyEntry& entry : entries) {
    entry.presentation_ticks = entry.index_ticks + distance.value_or(0);
    entry.has_presentation = has_presentation;
  }
  return true;
}

}  // namespace

std::vector<KeyEntry> read_key_index(const PacketReader& known, std::int64_t start) {
  if (!known.can_seek() || !has_own_index(*known.input().iformat)) return {};
  PacketReader reader(known);
  AVStream& stream = reader.stream();
  if (!reader.seek(start)) return {};  // Matroska reads its cues on the first seek
  std::vector<KeyEntry> entries;
  std::vector<std::int64_t> ticks;
  const int count = avformat_index_get_entries_count(&stream);
  for (int i = 0; i < count; ++i) {
    const AVIndexEntry* entry = avformat_index_get_entry(&stream, i);
    if (!libav::is_sound_time(entry->timestamp, stream.time_base)) continue;
    ticks.push_back(entry->timestamp);
    const bool is_hidden_tail = (entry->flags & AVINDEX_DISCARD_FRAME) != 0 && entry->timestamp > start;
    if ((entry->flags & AVINDEX_KEYFRAME) == 0 || is_hidden_tail) continue;
    entries.push_back({entry->timestamp, entry->timestamp});
  }
  if (entries.empty() || !covers(ticks, reader.input(), stream)) return {};
  const libav::PacketPtr packet = libav::make_packet();
  if (!measure_some(reader, entries, *packet)) {
    for (KeyEntry& entry : entries) measure(reader, entry, *packet);
  }
  if (!entries.front().has_presentation) {
    const std::int64_t first = entries.front().index_ticks;
    for (KeyEntry& entry : entries) entry.presentation_ticks = start + (entry.index_ticks - first);
  }
  std::ranges::stable_sort(entries, {}, &KeyEntry::presentation_ticks);
  const auto same_time = [](const KeyEntry& a, const KeyEntry& b) {
    return a.presentation_ticks == b.presentation_ticks;
  };
  entries.erase(std::unique(entries.begin(), entries.end(), same_time), entries.end());
  const auto after_start = std::ranges::upper_bound(entries, start, {}, &KeyEntry::presentation_ticks);
  if (after_start != entries.begin()) entries.erase(entries.begin(), after_start - 1);
  return entries;
}

bool needs_scan(const PacketReader& reader) {
  const int flags = reader.input().iformat->flags;
  return (flags & AVFMT_TS_DISCONT) != 0 && (flags & (AVFMT_NO_BYTE_SEEK | AVFMT_NOFILE)) == 0 &&
         reader.can_seek();
}

std::vector<ScannedKey> scan_keys(const PacketReader& known, const CancellationToken& cancellation) {
  PacketReader reader(known);
  std::vector<ScannedKey> keys;
  const libav::PacketPtr packet = libav::make_packet();
  libav::ReadErrors errors;
  for (;;) {
    cancellation.throw_if_canceled();
    const libav::Reading reading = errors.judge(reader.next(*packet));
    if (reading == libav::Reading::end) return keys;
    const std::int64_t ticks = displayed_ticks(*packet);
    if (reading == libav::Reading::packet && (packet->flags & AV_PKT_FLAG_KEY) != 0 &&
        ticks != AV_NOPTS_VALUE)
      keys.push_back({packet->pos, reader.offset(), ticks});
  }
}

}  // namespace smartcrop
