#include "smartcrop/video/frame_times.hpp"

#include <algorithm>
#include <optional>

#include "packet_reader.hpp"
#include "smartcrop/libav/picture_decoder.hpp"
#include "smartcrop/libav/time.hpp"

namespace smartcrop {
namespace {

/// Presentation timestamps of the stream's packets from time zero on, in the stream's ticks, ascending;
/// nullopt where only decoding tells them: a packet without one, or a clock that was set back (recordings
/// joined end to end).
std::optional<std::vector<std::int64_t>> packet_times(PacketReader& reader, std::int64_t zero) {
  std::vector<std::int64_t> ticks;
  const libav::PacketPtr packet = libav::make_packet();
  libav::ReadErrors errors;
  std::int64_t last_dts = AV_NOPTS_VALUE;
  for (;;) {
    const libav::Reading reading = errors.judge(reader.next(*packet));
    if (reading == libav::Reading::retry) continue;
    if (reading == libav::Reading::end) break;
    if ((packet->flags & AV_PKT_FLAG_DISCARD) != 0) continue;  // an edit list hides it
    if (packet->pts == AV_NOPTS_VALUE) return std::nullopt;
    if (packet->dts != AV_NOPTS_VALUE) {
      if (last_dts != AV_NOPTS_VALUE && packet->dts < last_dts) return std::nullopt;
      last_dts = packet->dts;
    }
    if (packet->pts >= zero) ticks.push_back(packet->pts);
  }
  std::ranges::sort(ticks);
  return ticks;
}

std::vector<Time> decoded_times(const std::string& path, const FileSourceOptions& options) {
  std::vector<Time> times;
  const auto source = open_source(path, options);
  for (Frame frame; source->read(frame);) times.push_back(frame.time);
  return times;
}

}  // namespace

std::vector<Time> frame_times(const std::string& path, const FileSourceOptions& options) {
  PacketReader reader(path, {options.cancellation, options.timeout_s, options.program});
  const std::optional<std::int64_t> zero = first_frame_ticks(reader);
  const auto ticks = zero ? packet_times(reader, *zero) : std::nullopt;
  if (!ticks || ticks->empty()) return decoded_times(path, options);
  std::vector<Time> times;
  times.reserve(ticks->size());
  for (const std::int64_t tick : *ticks)
    times.push_back(libav::to_time(tick - *zero, reader.stream().time_base));
  return times;
}

}  // namespace smartcrop
