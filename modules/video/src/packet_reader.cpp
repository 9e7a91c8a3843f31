#include "packet_reader.hpp"

#include <string_view>

#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/error.hpp"
#include "smartcrop/video/first_frame.hpp"

namespace smartcrop {

PacketReader::PacketReader(const std::string& path, const libav::InputOptions& options)
    : path_(path), options_(options), input_(libav::open_input(path, options)) {
  libav::find_streams(*input_, path);
  stream_ = &libav::best_video_stream(*input_, path, options.program);
  steady_.emplace(*input_, *stream_);
  libav::discard_others(*input_, *stream_);
}

PacketReader::PacketReader(const PacketReader& known)
    : path_(known.path_), options_(known.options_), input_(libav::open_input(known.path_, known.options_)) {
  const auto index = static_cast<unsigned>(known.stream_->index);
  const auto is_known = [&] {
    return index < input_->nb_streams &&
           input_->streams[index]->codecpar->codec_id == known.stream_->codecpar->codec_id;
  };
  if (std::string_view(input_->iformat->name).starts_with("mov") && is_known()) {
    stream_ = input_->streams[index];
    libav::check(avcodec_parameters_copy(stream_->codecpar, known.stream_->codecpar), path_);
    stream_->avg_frame_rate = known.stream_->avg_frame_rate;
    stream_->r_frame_rate = known.stream_->r_frame_rate;
    stream_->start_time = known.stream_->start_time;
  } else {
    libav::find_streams(*input_, path_);
    if (!is_known()) throw Error(path_ + ": the file has changed while it was read");
    stream_ = input_->streams[index];
  }
  steady_.emplace(*input_, *stream_);
  libav::discard_others(*input_, *stream_);
}

bool PacketReader::can_seek() const {
  return (input_->iformat->flags & AVFMT_NOFILE) != 0 || (input_->pb != nullptr && input_->pb->seekable != 0);
}

int PacketReader::next(AVPacket& packet) {
  if (!ahead_.empty()) {
    av_packet_unref(&packet);
    av_packet_move_ref(&packet, ahead_.front().get());
    ahead_.pop_front();
    return 0;
  }
  for (;;) {
    av_packet_unref(&packet);
    const int code = steady_->read(packet);
    if (code == AVERROR(EAGAIN)) continue;
    if (code < 0) return code;
    if (packet.stream_index != stream_->index) continue;
    if (packet.dts != AV_NOPTS_VALUE) last_decoding_ticks_ = packet.dts - offset();
    return code;
  }
}

bool PacketReader::is_cut_off() const {
  if (!has_whole_index(*input_, *stream_) || last_decoding_ticks_ == AV_NOPTS_VALUE) return false;
  for (int i = avformat_index_get_entries_count(stream_) - 1; i >= 0; --i) {
    const AVIndexEntry* entry = avformat_index_get_entry(stream_, i);
    if (entry->size > 0)
      return last_decoding_ticks_ < entry->timestamp;  // AVI has empty entries for dropped frames
  }
  return false;
}

const AVPacket* PacketReader::peek(std::size_t ahead) {
  while (ahead_.size() <= ahead) {
    std::deque<libav::PacketPtr> kept;
    kept.swap(ahead_);
    libav::PacketPtr packet = libav::make_packet();
    const int code = next(*packet);
    ahead_.swap(kept);
    if (code < 0) return nullptr;
    ahead_.push_back(std::move(packet));
  }
  return ahead_[ahead].get();
}

bool PacketReader::seek(std::int64_t ticks) {
  const int code = av_seek_frame(input_.get(), stream_->index, ticks, AVSEEK_FLAG_BACKWARD);
  if (code == AVERROR_EXIT) libav::throw_if_interrupted(*input_);
  if (code < 0) return false;
  ahead_.clear();
  steady_->restart();
  return true;
}

bool PacketReader::seek_byte(std::int64_t position, std::int64_t offset) {
  if (av_seek_frame(input_.get(), -1, position, AVSEEK_FLAG_BYTE) < 0) return false;
  ahead_.clear();
  steady_->restart(offset);
  return true;
}

bool has_whole_index(const AVFormatContext& input, const AVStream& stream) {
  const std::string_view name = input.iformat->name;
  return (name.starts_with("mov") || name == "avi") && stream.nb_frames > 0;
}

std::optional<std::int64_t> first_frame_ticks(PacketReader& reader) {
  return first_frame_ticks(reader.stream(), reader.path(),
                           [&reader](std::size_t ahead) { return reader.peek(ahead); });
}

}  // namespace smartcrop
