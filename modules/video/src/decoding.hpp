#pragma once

#include <optional>
#include <string>
#include <vector>

#include "packet_reader.hpp"
#include "smartcrop/libav/decoder.hpp"

namespace smartcrop {

/// Turns the packets of a reader into pictures in display order and survives damage.
class Decoding {
 public:
  Decoding(PacketReader reader, const libav::DecoderOptions& options);

  PacketReader& reader() { return reader_; }
  const PacketReader& reader() const { return reader_; }

  /// The next picture; nullptr at the end, or when those announced with expect() are through.
  libav::FramePtr next();

  /// After the reader was moved: drops what the decoder holds. With a key frame's presentation time, drops
  /// packets up to that key frame and pictures displayed before it; AV_NOPTS_VALUE stands for any key frame;
  /// nullopt for none.
  void restart(std::optional<std::int64_t> key_ticks);
  /// To be followed by restart().
  void reopen(PacketReader reader) { reader_ = std::move(reader); }

  /// Only so many pictures are wanted before the next restart(). Call before the first next(). The decoder
  /// then gets the packets those need and is drained at once, so that reordering and threads cost no further
  /// decoding.
  void expect(int pictures);
  /// Pictures that another follows by these ticks are not wanted: those that no other refers to are left out,
  /// until restart().
  void hurry_to(std::int64_t ticks) { hurry_to_ = ticks; }
  /// True after the announced pictures were drained while the stream goes on.
  bool is_spent() const { return drained_early_ && (given_ >= expected_ || ended_); }

  std::int64_t errors() const { return errors_; }
  const std::string& first_message() const { return first_message_; }

 private:
  void feed();
  void drain();
  void note(const std::string& message);
  void track(const AVPacket& packet);
  bool is_wanted(const AVPacket& packet) const;
  bool has_all_expected();

  PacketReader reader_;
  libav::CodecPtr decoder_;
  libav::PacketPtr packet_;
  libav::FramePtr picture_;

  std::optional<std::int64_t> wanted_key_;  ///< packets are dropped until this key frame
  std::optional<std::int64_t> shown_from_;  ///< pictures displayed before are dropped
  std::optional<std::int64_t> hurry_to_;
  AVDiscard usual_skip_;
  std::int64_t expected_ = 0;  ///< 0 = no limit
  std::int64_t given_ = 0;
  std::vector<std::int64_t> sent_;  ///< ascending presentation times sent since restart()
  bool is_fresh_ = true;
  bool drained_early_ = false;
  bool ended_ = false;
  int failed_reads_ = 0;

  std::int64_t errors_ = 0;
  std::string first_message_;
};

}  // namespace smartcrop
