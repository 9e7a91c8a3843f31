// Packets whose times run on where the clock of a file jumps.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "smartcrop/core/time.hpp"
#include "smartcrop/libav/handles.hpp"

namespace smartcrop::libav {

/// Jumps of a file's clock that were closed.
struct ClockJumps {
  std::int64_t count = 0;
  Time first_at;      ///< of the first, since the first packet's picture
  Time first_length;  ///< below zero: the clock was set back
};
/// One line for the user; empty where there is none.
std::string describe(const ClockJumps& jumps);

/// Reads the packets of all streams and closes jumps of the clock, as players do: recordings joined end to
/// end, a clock that was started anew or that wrapped. The first picture after a jump follows the last before
/// it at once, in the tick; all streams keep their distance to the picture within each part.
///
/// A jump is a decoding time more than 1 s before the last one of the picture, or, in formats whose clock may
/// jump (transport and program streams), more than 10 s after it (as ffmpeg's -dts_delta_threshold). Which
/// jumps are closed, and how, depends on the picture's packets alone, so readers that drop other streams get
/// the same times.
class SteadyReader {
 public:
  /// `picture`: of `input`; both outlive this.
  SteadyReader(AVFormatContext& input, const AVStream& picture);

  /// Like read_packet().
  int read(AVPacket& packet);

  /// To be called after a seek. `offset`: what offset() was when the packet sought was read.
  void restart(std::int64_t offset = 0);
  /// What is added to the picture's times now, ticks of the picture.
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
  std::deque<PacketPtr>
      waiting_;  // of other streams, from behind a jump of which the picture knows nothing yet
  std::deque<PacketPtr> ready_;
  ClockJumps jumps_;
};

}  // namespace smartcrop::libav
