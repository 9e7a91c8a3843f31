#pragma once

#include <cstdint>
#include <vector>

#include "packet_reader.hpp"

namespace smartcrop {

/// A key frame of a container's index.
struct KeyEntry {
  std::int64_t index_ticks = 0;         ///< what the demuxer seeks by: decoding time in MP4 and AVI
  std::int64_t presentation_ticks = 0;  ///< guessed from index_ticks where packets do not say it (AVI)
  bool has_presentation = true;
};

/// Ascending by time; empty if the index is missing or does not reach to the end of the stream. What lies
/// before `start` is left out, save the last key frame that is not after it. Opens the file once more and
/// reads one packet each of up to 32 key frames: the index has decoding times, and only packets tell how far
/// presentation is behind. Where that differs from one key frame to the next (open GOPs), one packet of every
/// key frame is read.
std::vector<KeyEntry> read_key_index(const PacketReader& known, std::int64_t start);

/// A key frame of a stream without an index, and where it lies.
struct ScannedKey {
  std::int64_t position = 0;            ///< byte in the file; -1 = unknown
  std::int64_t offset = 0;              ///< of PacketReader, there
  std::int64_t presentation_ticks = 0;  ///< jumps of the clock closed
};

/// Transport and program streams: nothing but reading tells where a time is, since their clock may jump.
bool needs_scan(const PacketReader& reader);

/// All key frames, in the order of the file. Opens the file once more and reads it to the end, without
/// decoding. Throws Canceled.
std::vector<ScannedKey> scan_keys(const PacketReader& known, const CancellationToken& cancellation);

}  // namespace smartcrop
