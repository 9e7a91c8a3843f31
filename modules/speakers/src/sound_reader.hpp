#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "smartcrop/core/progress.hpp"
#include "smartcrop/core/time.hpp"
#include "smartcrop/libav/handles.hpp"

struct SwrContext;

namespace smartcrop::internal {

struct FreeResampler {
  void operator()(SwrContext* context) const;
};

/// Reads ranges of the sound of a file as 16 kHz mono.
class SoundReader {
 public:
  /// `start_time`: of the first frame on the container's clock. Throws Error where the file does not open,
  /// Canceled.
  SoundReader(const std::string& path, Time start_time, const CancellationToken& cancellation);

  /// False where the file has no sound that can be decoded.
  bool has_sound() const { return decoder_ != nullptr; }

  /// The samples of [from_s, to_s), times since the first frame; silence where there are none.
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
  std::unique_ptr<SwrContext, FreeResampler> resampler_;
  int rate_ = 0, format_ = -1, channels_ = 0;  ///< that the resampler takes
  std::optional<std::int64_t> next_ =
      {};  ///< number of the next sample that is decoded, since the first frame
};

}  // namespace smartcrop::internal
