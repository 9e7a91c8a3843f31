// MLT files: any text is refused with an Error; a valid plan is written and read back.

#include <cstdint>
#include <string>
#include <string_view>

#include "smartcrop/core/error.hpp"
#include "smartcrop/interchange/mlt.hpp"

namespace {

using namespace smartcrop;

/// 10 s of 1280x720 at 25 frames per second, like data/sample.mp4, whose export is a seed.
TimelineSource clip() {
  TimelineSource source;
  source.video.path = "clip.mp4";
  source.video.size = {1280, 720};
  source.video.frame_rate = Rational(25);
  constexpr int kFrames = 250;
  for (int i = 0; i < kFrames; ++i) source.frame_times.push_back({Rational(i, 25)});
  return source;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const TimelineSource source = clip();
  try {
    const CropPlan plan = read_mlt({reinterpret_cast<const char*>(data), size}, "mlt", source);
    if (!plan.problems().empty()) return 0;
    read_mlt(write_mlt(make_timeline(plan, source), "clip.mp4"), "written", source);
  } catch (const Error&) {  // the text's fault
  }
  return 0;
}
