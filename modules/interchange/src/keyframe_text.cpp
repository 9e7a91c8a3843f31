#include "smartcrop/interchange/keyframe_text.hpp"

#include <algorithm>

#include "smartcrop/core/error.hpp"
#include "xml.hpp"

namespace smartcrop {
namespace {

using internal::brief_number;

/// A key of the whole layer: a frame of the source and where the picture lies then.
struct LayerKey {
  std::int64_t frame;
  Place place;
};

/// The keys of all clips. Before a cut the place is held: there a key of the last frame stands right before.
std::vector<LayerKey> layer_keys(const Timeline& timeline) {
  std::vector<LayerKey> keys;
  for (const TimelineClip& clip : timeline.clips) {
    for (const TimelineKey& key : clip.layers.front().keys)
      keys.push_back({clip.source_start + key.frame, frame_place(key, timeline.source_size)});
    const std::int64_t last = clip.source_start + clip.source_length - 1;
    if (keys.back().frame < last) keys.push_back({last, keys.back().place});
  }
  return keys;
}

std::string cells(const std::vector<std::string>& numbers) {
  std::string text;
  for (const std::string& number : numbers) text += "\t" + number;
  return text + "\t\n";
}

}  // namespace

std::string write_keyframe_text(const Timeline& timeline) {
  for (const TimelineClip& clip : timeline.clips) {
    const std::string& path = timeline.source.video.path;
    if (clip.layers.size() > 1)
      throw Error(path +
                  ": the plan shows two windows, keyframe text holds one layer; use mlt, fcpxml or otio");
    if (clip.speed != 1)
      throw Error(path + ": the plan changes the speed, keyframe text holds none; use mlt, fcpxml or otio");
  }
  const std::vector<LayerKey> keys = layer_keys(timeline);
  const cv::Size size = timeline.source_size;
  std::string text = "Adobe After Effects 8.0 Keyframe Data\n\n\tUnits Per Second\t" +
                     brief_number(timeline.frame_rate.value()) + "\n\tSource Width\t" +
                     std::to_string(size.width) + "\n\tSource Height\t" + std::to_string(size.height) +
                     "\n\tSource Pixel Aspect Ratio\t" +
                     brief_number(timeline.source.video.pixel_aspect.value()) +
                     "\n\tComp Pixel Aspect Ratio\t" + brief_number(timeline.pixel_aspect.value()) + "\n";
  text += "\nTransform\tAnchor Point\n\tFrame\tX pixels\tY pixels\tZ pixels\t\n" +
          cells({"", brief_number(size.width / 2.0), brief_number(size.height / 2.0), "0"});
  text += "\nTransform\tPosition\n\tFrame\tX pixels\tY pixels\tZ pixels\t\n";
  for (const LayerKey& key : keys) {
    text += cells({std::to_string(key.frame), brief_number(key.place.x + key.place.width / 2),
                   brief_number(key.place.y + key.place.height / 2), "0"});
  }
  text += "\nTransform\tScale\n\tFrame\tX percent\tY percent\tZ percent\t\n";
  for (const LayerKey& key : keys) {
    text += cells({std::to_string(key.frame), brief_number(100 * key.place.width / size.width),
                   brief_number(100 * key.place.height / size.height), "100"});
  }
  return text + "\n\nEnd of Keyframe Data\n";
}

}  // namespace smartcrop
