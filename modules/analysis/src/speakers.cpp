#include "speakers.hpp"

#include <algorithm>
#include <filesystem>
#include <span>

#include "smartcrop/core/parallel.hpp"
#include "smartcrop/speakers/speech.hpp"

namespace smartcrop::internal {
namespace {

std::span<const MouthRun> mouths_of(const Shot& shot, std::span<const MouthRun> all) {
  const auto before = [](const MouthRun& run, FrameIndex frame) { return run.front().frame < frame; };
  const auto first = std::lower_bound(all.begin(), all.end(), shot.start_frame, before);
  return {first, std::lower_bound(first, all.end(), shot.end_frame, before)};
}

bool has_sound(const VideoInfo& video) {
  std::error_code error;
  return video.audio_streams > 0 && !video.is_live && std::filesystem::is_regular_file(video.path, error);
}

}  // namespace

void add_speakers(ShotContents& contents, const std::vector<Shot>& shots, const std::vector<MouthRun>& mouths,
                  const VideoInfo& video, const AnalyzeOptions& options) {
  std::vector<TimeRange> ranges;
  for (const Shot& shot : shots) {
    const auto seen = mouths_of(shot, mouths);
    if (!seen.empty()) ranges.push_back({seen.front().front().time.value(), seen.back().back().time.value()});
  }
  std::vector<Speech> sound;
  if (!ranges.empty() && has_sound(video))
    sound = hear_speech(video.path, video.start_time, ranges, SpeechDetector(), options.measure.cancellation);
  parallel_for(contents.subjects.size(), options.measure.threads, [&](std::size_t i) {
    const ShotImportance& shot = contents.importance[i];
    contents.subjects[i].speakers =
        find_speakers(contents.subjects[i].subjects, {shot.frame_index, shot.time, shot.step_s},
                      mouths_of(shots[i], mouths), sound, options.speakers);
  });
}

}  // namespace smartcrop::internal
