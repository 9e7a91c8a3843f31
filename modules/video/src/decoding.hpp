#pragma once

#include <optional>
#include <string>
#include <vector>

#include "packet_reader.hpp"
#include "smartcrop/libav/picture_decoder.hpp"

namespace smartcrop {

/// Turns the packets of a reader into pictures in display order, from a key frame on, as many as are wanted.
class Decoding {
 public:
  Decoding(PacketReader reader, const libav::DecoderOptions& options);

  PacketReader& reader() { return reader_; }
  const PacketReader& reader() const { return reader_; }

  /// The next picture; nullptr at the end, or after as many pictures as expect() announced.
  libav::FramePtr next();

  /// After the reader was moved: drops what the decoder holds. With a key frame's presentation time, drops
  /// packets up to that key frame and pictures displayed before it; AV_NOPTS_VALUE stands for any key frame;
  /// nullopt for none.
  void restart(std::optional<std::int64_t> key_ticks);
  /// To be followed by restart().
  void reopen(PacketReader reader) { reader_ = std::move(reader); }

  /// Announces how many pictures will be read before the next restart(). Call before the first next(). The
  /// decoder then gets only the packets that these need and is drained at once; without that it would decode
  /// ahead, for reordering and for its threads.
  void expect(int pictures);
  /// Until restart(): only the last picture displayed at or before these ticks is wanted, and what follows
  /// it. Pictures before it that no other refers to are not decoded.
  void hurry_to(std::int64_t ticks) { hurry_to_ = ticks; }
  /// True after the announced pictures were drained while the stream goes on.
  bool is_spent() const { return drained_early_ && (given_ >= expected_ || decoder_.is_finished()); }

  std::int64_t errors() const { return decoder_.errors(); }
  const std::string& first_message() const { return decoder_.first_message(); }

 private:
  void feed();
  void track(const AVPacket& packet);
  bool is_wanted(const AVPacket& packet) const;
  bool has_all_expected();

  PacketReader reader_;
  libav::PictureDecoder decoder_;
  libav::PacketPtr packet_;

  std::optional<std::int64_t> wanted_key_;  ///< packets are dropped until this key frame
  std::optional<std::int64_t> shown_from_;  ///< pictures displayed before are dropped
  std::optional<std::int64_t> hurry_to_;
  std::int64_t expected_ = 0;  ///< 0 = no limit
  std::int64_t given_ = 0;
  std::vector<std::int64_t> sent_;  ///< ascending presentation times sent since restart()
  bool is_fresh_ = true;
  bool drained_early_ = false;
};

}  // namespace smartcrop
