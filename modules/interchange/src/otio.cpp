#include "smartcrop/interchange/otio.hpp"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "smartcrop/interchange/fcpxml.hpp"
#include "smartcrop/plan/json_reader.hpp"

namespace smartcrop {
namespace {

using nlohmann::ordered_json;

ordered_json rational_time(std::int64_t frames, Rational rate) {
  return {{"OTIO_SCHEMA", "RationalTime.1"}, {"rate", rate.value()}, {"value", static_cast<double>(frames)}};
}

ordered_json time_range(std::int64_t start, std::int64_t length, Rational rate) {
  return {{"OTIO_SCHEMA", "TimeRange.1"},
          {"duration", rational_time(length, rate)},
          {"start_time", rational_time(start, rate)}};
}

ordered_json rectangle(double x, double y, double w, double h) {
  return {{"x", x}, {"y", y}, {"w", w}, {"h", h}};
}

/// What the layer shows, key by key, as metadata: OTIO has no schema of its own for it.
ordered_json crop_effect(const Timeline& timeline, const TimelineLayer& layer) {
  ordered_json keys = ordered_json::array();
  for (const TimelineKey& key : layer.keys) {
    const Place frame = frame_place(key, timeline.source_size);
    keys.push_back({{"frame", key.frame},
                    {"window", rectangle(key.window.x, key.window.y, key.window.w, key.window.h)},
                    {"place", rectangle(frame.x, frame.y, frame.width, frame.height)}});
  }
  return {{"OTIO_SCHEMA", "Effect.1"},
          {"metadata", {{"smartcrop", {{"interpolation", "linear"}, {"keyframes", std::move(keys)}}}}},
          {"name", "crop"},
          {"effect_name", "smartcrop.Crop"}};
}

ordered_json media_reference(const Timeline& timeline, const std::string& path) {
  return {{"OTIO_SCHEMA", "ExternalReference.1"},
          {"metadata", ordered_json::object()},
          {"name", std::filesystem::path(path).filename().string()},
          {"available_range", time_range(0, timeline.source_frames, timeline.frame_rate)},
          {"target_url", file_url(path)}};
}

ordered_json clip_json(const Timeline& timeline, const TimelineClip& clip, const TimelineLayer* layer,
                       const std::string& path) {
  ordered_json effects = ordered_json::array();
  if (layer != nullptr) effects.push_back(crop_effect(timeline, *layer));
  if (clip.speed != 1) {
    effects.push_back({{"OTIO_SCHEMA", "LinearTimeWarp.1"},
                       {"metadata", ordered_json::object()},
                       {"name", "speed"},
                       {"effect_name", "LinearTimeWarp"},
                       {"time_scalar", clip.speed}});
  }
  // A clip is as long in the timeline as its range; a time warp says which frames are shown in it.
  return {{"OTIO_SCHEMA", "Clip.1"},
          {"metadata",
           {{"smartcrop", {{"shot", clip.shot + 1}, {"fit", clip.fit == Fit::pad ? "pad" : "crop"}}}}},
          {"name", "shot " + std::to_string(clip.shot + 1)},
          {"source_range", time_range(clip.source_start, clip.length, timeline.frame_rate)},
          {"effects", std::move(effects)},
          {"markers", ordered_json::array()},
          {"media_reference", media_reference(timeline, path)}};
}

ordered_json gap(std::int64_t length, Rational rate) {
  return {{"OTIO_SCHEMA", "Gap.1"},
          {"metadata", ordered_json::object()},
          {"name", ""},
          {"source_range", time_range(0, length, rate)},
          {"effects", ordered_json::array()},
          {"markers", ordered_json::array()}};
}

/// `layer`: of the pictures; sound has none.
ordered_json track(const Timeline& timeline, const char* kind, const std::string& name, std::size_t layer,
                   const std::string& path) {
  const bool is_sound = std::string_view(kind) == "Audio";
  ordered_json children = ordered_json::array();
  for (std::size_t i = 0; i < timeline.clips.size(); ++i) {
    const TimelineClip& clip = timeline.clips[i];
    const bool is_blank = !is_sound && layer >= clip.layers.size();
    if (const std::int64_t blank = gap_before(timeline, i) + (is_blank ? clip.length : 0); blank > 0)
      children.push_back(gap(blank, timeline.frame_rate));
    if (!is_blank)
      children.push_back(clip_json(timeline, clip, is_sound ? nullptr : &clip.layers[layer], path));
  }
  return {{"OTIO_SCHEMA", "Track.1"},
          {"metadata", ordered_json::object()},
          {"name", name},
          {"source_range", nullptr},
          {"effects", ordered_json::array()},
          {"markers", ordered_json::array()},
          {"children", std::move(children)},
          {"kind", kind}};
}

}  // namespace

std::string write_otio(const Timeline& timeline, const CropPlan& plan, const std::string& path) {
  ordered_json tracks = ordered_json::array();
  std::size_t layers = 1;
  for (const TimelineClip& clip : timeline.clips) layers = std::max(layers, clip.layers.size());
  for (std::size_t layer = 0; layer < layers; ++layer)
    tracks.push_back(track(timeline, "Video", "V" + std::to_string(layer + 1), layer, path));
  if (timeline.source.video.audio_streams > 0) tracks.push_back(track(timeline, "Audio", "A1", 0, path));
  const ordered_json document{
      {"OTIO_SCHEMA", "Timeline.1"},
      {"metadata",
       {{"smartcrop",
         {{"source", {{"width", timeline.source_size.width}, {"height", timeline.source_size.height}}},
          {"output", {{"width", timeline.output_size.width}, {"height", timeline.output_size.height}}},
          {"plan", ordered_json::parse(write_crop_plan(plan))}}}}},
      {"name", std::filesystem::path(path).stem().string()},
      {"global_start_time", nullptr},
      {"tracks",
       {{"OTIO_SCHEMA", "Stack.1"},
        {"metadata", ordered_json::object()},
        {"name", "tracks"},
        {"source_range", nullptr},
        {"effects", ordered_json::array()},
        {"markers", ordered_json::array()},
        {"children", std::move(tracks)}}}};
  return internal::json_text(document);
}

}  // namespace smartcrop
