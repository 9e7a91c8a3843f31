#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "smartcrop/core/progress.hpp"
#include "smartcrop/core/time.hpp"
#include "smartcrop/libav/resampler.hpp"

namespace smartcrop::internal {

/// Reads ranges of the sound of a file as 16 kHz mono.
class SoundReader {
 public:
  /// `start_time`: of the first frame on the container's clock. Throws Error if the file does not open,
  /// Canceled.
  SoundReader(const std::string& path, Time start_time, const CancellationToken& cancellation);

  /// False if the file has no sound that can be decoded.
  bool has_sound() const { return decoder_ != nullptr; }

  /// The samples of [from_s, to_s), times since the first frame; silence if there are none.
  std::vector<float> read(double from_s, double to_s);

 private:
  void seek(double time_s);
  /// The next decoded frame, in frame_; false at the end.
  bool decode_next();
  void follow_format();
  /// The frame's samples as the reader gives them.
  std::vector<float> resampled();

  std::string path_;
  double start_s_;
  libav::InputPtr input_;
  libav::CodecPtr decoder_;
  libav::PacketPtr packet_ = libav::make_packet();
  libav::FramePtr frame_ = libav::make_frame();
  libav::ResamplerPtr resampler_;
  libav::AudioFormat input_format_;  ///< of the resampler
  /// Number of the next decoded sample, since the first frame.
  std::optional<std::int64_t> next_ = {};
};

}  // namespace smartcrop::internal
