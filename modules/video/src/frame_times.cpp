#include "smartcrop/video/frame_times.hpp"

#include <algorithm>
#include <optional>

#include "smartcrop/libav/input.hpp"
#include "smartcrop/libav/time.hpp"

namespace smartcrop {
namespace {

/// Presentation timestamps of the video's packets in the stream's ticks, unsorted; nullopt where one has
/// none.
std::optional<std::vector<std::int64_t>> packet_times(AVFormatContext& input, const AVStream& stream) {
  std::vector<std::int64_t> ticks;
  const libav::PacketPtr packet = libav::make_packet();
  for (;;) {
    if (libav::read_packet(input, *packet) < 0) return ticks;
    // Edit lists mark packets that are decoded but not displayed.
    const bool is_displayed =
        packet->stream_index == stream.index && (packet->flags & AV_PKT_FLAG_DISCARD) == 0;
    const std::int64_t time = packet->pts;
    av_packet_unref(packet.get());
    if (!is_displayed) continue;
    if (time == AV_NOPTS_VALUE) return std::nullopt;
    ticks.push_back(time);
  }
}

std::vector<Time> decoded_times(const std::string& path, const FileSourceOptions& options) {
  std::vector<Time> times;
  const auto source = open_source(path, options);
  for (Frame frame; source->read(frame);) times.push_back(frame.time);
  return times;
}

}  // namespace

std::vector<Time> frame_times(const std::string& path, const FileSourceOptions& options) {
  const libav::InputPtr input = libav::open_input(path, {options.cancellation, options.timeout_s});
  libav::find_streams(*input, path);
  const AVStream& stream = libav::best_video_stream(*input, path);
  libav::discard_others(*input, stream);
  auto ticks = packet_times(*input, stream);
  if (!ticks || ticks->empty()) return decoded_times(path, options);
  std::sort(ticks->begin(), ticks->end());
  std::vector<Time> times;
  times.reserve(ticks->size());
  for (const std::int64_t tick : *ticks)
    times.push_back(libav::to_time(tick - ticks->front(), stream.time_base));
  return times;
}

}  // namespace smartcrop
