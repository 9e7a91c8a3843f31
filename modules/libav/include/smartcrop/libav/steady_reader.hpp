// Reads packets, and removes jumps of a file's clock from their timestamps.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "smartcrop/core/time.hpp"
#include "smartcrop/libav/handles.hpp"

namespace smartcrop::libav {

/// Jumps of a file's clock that were removed.
struct ClockJumps {
  std::int64_t count = 0;
  Time first_at;      ///< of the first jump, since the first video packet
  Time first_length;  ///< negative: the clock was set back
};
/// One line for the user; empty if there were no jumps.
std::string describe(const ClockJumps& jumps);

/// Reads the packets of all streams and removes jumps of the clock, as players do. Clocks jump in recordings
/// that were joined end to end, and where a clock was restarted or wrapped around. The first picture after a
/// jump follows the last one before it without a gap, exact to the tick. Between jumps the other streams keep
/// their distance to the video stream.
///
/// A jump is a decoding time of the video stream more than 1 s before the previous one or, in formats whose
/// clock may jump (transport and program streams), more than 10 s after it (default of ffmpeg's
/// -dts_delta_threshold). Jumps are found in the packets of the video stream alone, so readers that discard
/// other streams get the same times.
class SteadyReader {
 public:
  /// `picture`: the video stream of `input`. Both must outlive this object.
  SteadyReader(AVFormatContext& input, const AVStream& picture);

  /// Like read_packet().
  int read(AVPacket& packet);

  /// To be called after a seek. `offset`: what offset() was when the target packet was read before.
  void restart(std::int64_t offset = 0);
  /// What is added to times of the video stream now, in its ticks.
  std::int64_t offset() const { return offsets_.back(); }
  const ClockJumps& jumps() const { return jumps_; }

 private:
  struct Other {
    std::size_t part = 0;                // index into offsets_
    std::int64_t last = AV_NOPTS_VALUE;  // as in the file, ticks of the stream
  };

  bool is_jump(std::int64_t from, std::int64_t to, AVRational ticks) const;
  void follow(AVPacket& packet);
  bool place(AVPacket& packet, bool may_wait);
  double distance_s(std::int64_t ticks, const AVStream& stream, std::size_t part) const;
  void shift(AVPacket& packet, std::size_t part) const;
  void place_waiting(bool may_wait);

  AVFormatContext* input_;
  const AVStream* picture_;
  bool may_jump_ahead_;
  std::vector<std::int64_t> offsets_{0};       // of the parts between jumps, ticks of the picture
  std::int64_t last_ = AV_NOPTS_VALUE;         // decoding time of the last picture, as in the file
  std::int64_t first_ = AV_NOPTS_VALUE;        // decoding time of the first picture
  std::int64_t shown_until_ = AV_NOPTS_VALUE;  // end of the last picture shown, jumps closed
  std::vector<Other> others_;                  // by stream index
  std::deque<PacketPtr> waiting_;  // of other streams, after a jump that the video stream has not reached yet
  std::deque<PacketPtr> ready_;
  ClockJumps jumps_;
};

}  // namespace smartcrop::libav
