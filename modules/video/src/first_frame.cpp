#include "smartcrop/video/first_frame.hpp"

#include <algorithm>

#include "smartcrop/libav/picture_decoder.hpp"

namespace smartcrop {
namespace {

using Peek = std::function<const AVPacket*(std::size_t)>;

/// Enough for the deepest reordering (16 frames in H.264 and HEVC) and a skipped lead-in.
constexpr std::size_t kLookAhead = 64;
/// A stream cut out of a broadcast may begin with many frames that nothing can be made of.
constexpr std::size_t kLookAheadDecoding = 1000;

std::optional<std::int64_t> first_decoded(const AVStream& stream, const std::string& path, const Peek& peek) {
  libav::PictureDecoder decoder(stream, path, {.threads = 1});
  for (std::size_t i = 0; i < kLookAheadDecoding && !decoder.is_finished(); ++i) {
    decoder.send(peek(i));
    const libav::FramePtr picture = decoder.receive();
    if (!picture) continue;
    if (picture->best_effort_timestamp == AV_NOPTS_VALUE) return std::nullopt;
    return picture->best_effort_timestamp;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> first_frame_ticks(const AVStream& stream, const std::string& path,
                                              const Peek& peek) {
  const AVPacket* key = peek(0);
  if (key == nullptr) return std::nullopt;
  if (key->pts == AV_NOPTS_VALUE && key->dts == AV_NOPTS_VALUE) return std::nullopt;
  const bool is_key = (key->flags & AV_PKT_FLAG_KEY) != 0;
  if (!is_key || key->pts == AV_NOPTS_VALUE) return first_decoded(stream, path, peek);
  const std::int64_t key_pts = key->pts;
  std::optional<std::int64_t> first;
  for (std::size_t i = 0; i < kLookAhead; ++i) {
    const AVPacket* packet = peek(i);
    if (packet == nullptr) break;
    if (packet->pts == AV_NOPTS_VALUE || packet->dts == AV_NOPTS_VALUE)
      return first_decoded(stream, path, peek);
    if (first && packet->dts > *first) break;  // nothing after it is displayed before
    if ((packet->flags & AV_PKT_FLAG_DISCARD) != 0) continue;
    if (packet->pts < key_pts) return first_decoded(stream, path, peek);  // may lack what it refers to
    first = std::min(first.value_or(packet->pts), packet->pts);
  }
  return first ? first : first_decoded(stream, path, peek);
}

}  // namespace smartcrop
