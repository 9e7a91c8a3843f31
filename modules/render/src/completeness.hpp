#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "smartcrop/libav/handles.hpp"
#include "smartcrop/plan/crop_plan.hpp"

namespace smartcrop::internal {

/// Number of frames that the file announces within a plan's range; 0 if unknown.
std::int64_t announced_frames(const AVFormatContext& input, const AVStream& picture, const CropPlan& plan);

/// Checks from the packets whether a file has what it announces.
class Completeness {
 public:
  Completeness(const AVFormatContext& input, const AVStream& picture)
      : input_(input), picture_(picture), known_streams_(input.nb_streams) {}

  /// A packet of any stream.
  void look(const AVPacket& packet);
  /// A message if the file ends early or frames of a plan could not be decoded; else empty. `origin`: ticks
  /// of time zero; `frames`: that were decoded.
  std::string flaw(const CropPlan& plan, std::int64_t origin, std::int64_t frames) const;
  /// A message if a video stream appeared that was not at the file's beginning; else empty.
  std::string late_picture() const;

 private:
  bool ends_early(const CropPlan& plan, double origin_s) const;
  std::int64_t packets_within(const CropPlan& plan, std::int64_t origin) const;

  const AVFormatContext& input_;
  const AVStream& picture_;
  const unsigned known_streams_;
  double reached_s_ = 0;             ///< end of the last packet, on the file's clock
  std::vector<std::int64_t> shown_;  ///< times of the picture's packets, ticks
};

}  // namespace smartcrop::internal
