#pragma once

#include <deque>
#include <optional>
#include <string>

#include "smartcrop/libav/input.hpp"
#include "smartcrop/libav/steady_reader.hpp"
#include "smartcrop/video/video_info.hpp"

namespace smartcrop {

/// Reads the packets of one video stream in the order of the file, jumps of its clock closed; peek() looks
/// ahead.
class PacketReader {
 public:
  PacketReader(const std::string& path, const libav::InputOptions& options);
  /// Opens the same file as `known` did. MP4 and MOV say all that is needed in their header; with other
  /// containers FFmpeg must look into the streams again (Matroska's decoding times depend on it).
  explicit PacketReader(const PacketReader& known);
  PacketReader(PacketReader&&) = default;
  PacketReader& operator=(PacketReader&&) = default;
  ~PacketReader() = default;

  AVFormatContext& input() const { return *input_; }
  AVStream& stream() const { return *stream_; }
  const std::string& path() const { return path_; }
  bool can_seek() const;

  /// The next packet of the stream; FFmpeg's code if there is none.
  int next(AVPacket& packet);
  /// After the last packet: true if the index lists more than the file holds.
  bool is_cut_off() const;
  /// The packet that next() will return after `ahead` others; nullptr if there is none.
  const AVPacket* peek(std::size_t ahead);
  /// Goes to a packet at or before `ticks` (of the container's index).
  bool seek(std::int64_t ticks);
  /// Goes to a byte of the file. `offset`: what offset() was when that place was read.
  bool seek_byte(std::int64_t position, std::int64_t offset);
  /// What is added to times, ticks, because the clock has jumped.
  std::int64_t offset() const { return steady_->offset(); }
  const libav::ClockJumps& jumps() const { return steady_->jumps(); }

 private:
  std::string path_;
  libav::InputOptions options_;
  libav::InputPtr input_;
  AVStream* stream_ = nullptr;
  std::optional<libav::SteadyReader> steady_;
  std::deque<libav::PacketPtr> ahead_;
  std::int64_t last_decoding_ticks_ = AV_NOPTS_VALUE;
};

/// When a packet's picture is displayed, as far as the packet tells it; AV_NOPTS_VALUE if it does not.
inline std::int64_t displayed_ticks(const AVPacket& packet) {
  return packet.pts != AV_NOPTS_VALUE ? packet.pts : packet.dts;
}

/// True for containers (MP4, AVI) whose index lists every frame before the first is read.
bool has_whole_index(const AVFormatContext& input, const AVStream& stream);

/// Time zero of the video, see video/first_frame.hpp. For a reader that has not read anything yet.
std::optional<std::int64_t> first_frame_ticks(PacketReader& reader);

/// What the headers say.
VideoInfo describe(PacketReader& reader, std::optional<std::int64_t> start);

}  // namespace smartcrop
