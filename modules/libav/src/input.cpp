#include "smartcrop/libav/input.hpp"

extern "C" {
#include <libavutil/display.h>
}

#include <fcntl.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <string_view>
#include <tuple>

#include "input_state.hpp"
#include "known_colors.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/error.hpp"
#include "smartcrop/libav/program.hpp"
#include "smartcrop/libav/time.hpp"

namespace smartcrop::libav {
namespace {

namespace fs = std::filesystem;

int interrupted(void* opaque) {
  return static_cast<InputState*>(opaque)->is_interrupted() ? 1 : 0;
}

InputState& state_of(const AVFormatContext& input) {
  return *static_cast<InputState*>(input.interrupt_callback.opaque);
}

bool is_url(const std::string& path) {
  return path.find("://") != std::string::npos;
}

void refuse_what_is_no_file(const std::string& path) {
  if (path.empty()) throw Error("cannot open a video: the path is empty");
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) throw Error(path + ": no such file");
  if (error) throw Error(path + ": cannot be read: " + error.message());
  if (fs::is_directory(status)) throw Error(path + ": is a directory, not a video file");
  if (fs::is_regular_file(status) && fs::file_size(path, error) == 0 && !error)
    throw Error(path + ": the file is empty");
}

/// An MP4 or MOV file that was cut off, or whose recording never ended, before its index was written.
bool begins_like_mp4(const std::string& path) {
  std::array<char, 8> head{};
  std::ifstream(path, std::ios::binary).read(head.data(), head.size());
  return std::string_view(head.data() + 4, 4) == "ftyp";
}

/// FFmpeg's file protocol blocks in read() where nobody writes; a descriptor that does not block lets it ask
/// the interrupt callback. Waits for the first byte.
void open_pipe(InputState& state) {
  state.pipe = open(state.path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (state.pipe < 0) return;
  pollfd waiting{state.pipe, POLLIN, 0};
  constexpr int kLookMs = 50;
  while (poll(&waiting, 1, kLookMs) == 0) {
    state.is_interrupted();
    state.throw_if_interrupted();
  }
}

double timeout_for(const std::string& path, const InputOptions& options) {
  std::error_code ignored;
  const bool may_stall = is_url(path) || fs::is_fifo(path, ignored);
  return options.timeout_s.value_or(may_stall ? kUsualTimeout_s : 0);
}

void drop_absurd_times(AVPacket& packet, AVRational time_base) {
  for (std::int64_t* ticks : {&packet.pts, &packet.dts}) {
    if (!is_sound_time(*ticks, time_base)) *ticks = AV_NOPTS_VALUE;
  }
  if (packet.duration < 0 || !is_sound_time(packet.duration, time_base)) packet.duration = 0;
}

/// FFmpeg takes any text for "ANSI art" by the name's ending alone; nobody means that as a video.
bool is_text_art(const AVInputFormat* format) {
  constexpr std::array<std::string_view, 5> kNames{"tty", "bin", "xbin", "adf", "idf"};
  return format != nullptr && std::ranges::find(kNames, std::string_view(format->name)) != kNames.end();
}

}  // namespace

bool Patience::is_over(std::int64_t bytes) {
  if (timeout_.count() <= 0) return false;
  constexpr std::chrono::duration<double> kLongestLook{0.25};  // FFmpeg looks ten times a second or more
  const Clock::time_point now = Clock::now();
  waited_ += std::min<std::chrono::duration<double>>(now - last_look_, kLongestLook);
  if (bytes != bytes_) renew();
  last_look_ = now;
  bytes_ = bytes;
  return waited_ > timeout_;
}

bool InputState::is_interrupted() {
  const AVIOContext* io = context != nullptr ? context->pb : nullptr;
  has_timed_out = has_timed_out || patience.is_over(io != nullptr ? io->bytes_read : 0);
  return has_timed_out || cancellation.is_canceled();
}

void InputState::throw_if_interrupted() const {
  cancellation.throw_if_canceled();
  if (!has_timed_out) return;
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, "%g", patience.timeout_s());
  throw TimedOut(path + ": delivered nothing for " + seconds +
                 " s; check its sender, or allow a longer timeout");
}

InputPtr open_input(const std::string& path, const InputOptions& options) {
  set_up_ffmpeg();
  options.cancellation.throw_if_canceled();
  auto state = std::make_unique<InputState>(path, options.cancellation, timeout_for(path, options));
  std::string url = path;
  if (!is_url(path)) {
    refuse_what_is_no_file(path);
    url = "file:" + path;
    std::error_code ignored;
    if (fs::is_fifo(path, ignored)) {
      open_pipe(*state);
      if (state->pipe >= 0) url = "pipe:" + std::to_string(state->pipe);
    }
  }
  AVFormatContext* context = avformat_alloc_context();
  if (context == nullptr) throw std::bad_alloc();
  context->interrupt_callback = {interrupted, state.get()};
  const int code =
      avformat_open_input(&context, url.c_str(), nullptr, nullptr);  // frees the context where it fails
  if (code < 0) state->throw_if_interrupted();
  if (code == AVERROR_INVALIDDATA && state->pipe < 0 && !is_url(path) && begins_like_mp4(path)) {
    throw Error(path + ": the file is cut off or damaged: its index (the 'moov' box) cannot be read");
  }
  if (code == AVERROR_INVALIDDATA) throw Error(path + ": not a video file, or one too damaged to open");
  if (code == AVERROR_PROTOCOL_NOT_FOUND) throw Error(path + ": this kind of address is not supported");
  check(code, path + ": cannot be opened");
  state->context = context;
  static_cast<void>(state.release());
  InputPtr input(context);
  if (is_text_art(input->iformat)) throw Error(path + ": not a video file");
  return input;
}

void find_streams(AVFormatContext& input, const std::string& path) {
  state_of(input).patience.renew();
  const int code = avformat_find_stream_info(&input, nullptr);
  throw_if_interrupted(input);  // FFmpeg is content with what it has read until then
  check(code, path + ": its streams cannot be read");
  for (unsigned i = 0; i < input.nb_streams; ++i) {
    AVCodecParameters& p = *input.streams[i]->codecpar;
    drop_unknown(p.color_range, p.color_primaries, p.color_trc, p.color_space, p.chroma_location);
  }
}

void throw_if_interrupted(const AVFormatContext& input) {
  state_of(input).throw_if_interrupted();
}

int read_packet(AVFormatContext& input, AVPacket& packet) {
  state_of(input).patience.renew();
  const int code = av_read_frame(&input, &packet);
  if (code < 0) throw_if_interrupted(input);  // demuxers may call it an end or an error
  if (code >= 0) drop_absurd_times(packet, input.streams[packet.stream_index]->time_base);
  return code;
}

AVStream& best_video_stream(AVFormatContext& input, const std::string& path, std::optional<int> number) {
  const AVProgram* program = number ? &program_of_number(input, *number, path) : nullptr;
  AVStream* best = nullptr;
  using Rank = std::tuple<bool, bool, std::int64_t>;
  Rank best_rank;
  bool has_picture = false, has_audio = false;
  for (unsigned i = 0; i < input.nb_streams; ++i) {
    AVStream* stream = input.streams[i];
    const AVCodecParameters& codec = *stream->codecpar;
    if (!belongs_to(program, input, *stream)) continue;
    has_audio = has_audio || codec.codec_type == AVMEDIA_TYPE_AUDIO;
    if (codec.codec_type != AVMEDIA_TYPE_VIDEO) continue;
    if ((stream->disposition & (AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_TIMED_THUMBNAILS)) != 0) {
      has_picture = true;
      continue;
    }
    const Rank rank{codec.codec_id != AV_CODEC_ID_NONE && codec.width > 0,
                    (stream->disposition & AV_DISPOSITION_DEFAULT) != 0,
                    static_cast<std::int64_t>(codec.width) * codec.height};
    if (best == nullptr || rank > best_rank) {
      best = stream;
      best_rank = rank;
    }
  }
  if (best != nullptr) return *best;
  if (has_picture) throw Error(path + ": no video stream, only sound with a cover picture");
  throw Error(path + (has_audio ? ": no video stream, only sound" : ": no video stream"));
}

void discard_others(AVFormatContext& input, const AVStream& kept) {
  for (unsigned i = 0; i < input.nb_streams; ++i) {
    if (input.streams[i] != &kept) input.streams[i]->discard = AVDISCARD_ALL;
  }
}

Orientation orientation_of_matrix(const std::int32_t* matrix) {
  // p' = a p + c q, q' = b p + d q, rows pointing down. A mirrored picture has a negative determinant; taking
  // the mirroring p -> -p away leaves a rotation, whose clockwise angle is that of (a, b).
  double a = matrix[0], b = matrix[1];
  const double c = matrix[3], d = matrix[4];
  const bool mirrored = a * d - b * c < 0;
  if (mirrored) {
    a = -a;
    b = -b;
  }
  if (a == 0 && b == 0) return {};
  const long quarters = std::lround(std::atan2(b, a) / (std::numbers::pi / 2));
  return {static_cast<int>((quarters + 4) % 4) * 90, mirrored};
}

Orientation orientation_of(const AVStream& stream) {
  std::size_t size = 0;
  const std::uint8_t* data = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
  if (data == nullptr || size < 9 * sizeof(std::int32_t)) return {};
  return orientation_of_matrix(reinterpret_cast<const std::int32_t*>(data));
}

AVRational frame_rate(const AVStream& stream) {
  for (const AVRational rate : {stream.avg_frame_rate, stream.r_frame_rate}) {
    if (rate.num > 0 && rate.den > 0) return rate;
  }
  return {0, 1};
}

}  // namespace smartcrop::libav
