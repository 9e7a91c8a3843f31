#include "smartcrop/interchange/fcpxml.hpp"

#include <cctype>
#include <filesystem>
#include <functional>

#include "xml.hpp"

namespace smartcrop {
namespace {

using internal::add_element;
using internal::brief_number;
using internal::XmlElement;

constexpr const char* kVersion = "1.9";

/// `1001/30000s`, or `2s`.
std::string seconds_text(std::int64_t frames, Rational rate) {
  return to_string(Rational(frames) / rate) + "s";
}

void set(XmlElement& element, const char* name, const std::string& value) {
  element.SetAttribute(name, value.c_str());
}

/// `<param name="NAME">` with a keyframe for each key, at times of the clip's media as it is played.
void add_param(XmlElement& parent, const char* name, const Timeline& timeline, const TimelineClip& clip,
               const std::vector<TimelineKey>& keys,
               const std::function<std::string(const TimelineKey&)>& value) {
  XmlElement& param = add_element(parent, "param");
  set(param, "name", name);
  XmlElement& animation = add_element(param, "keyframeAnimation");
  for (const TimelineKey& key : keys) {
    XmlElement& keyframe = add_element(animation, "keyframe");
    set(keyframe, "time", seconds_text(clip.played_start + key.frame, timeline.frame_rate));
    set(keyframe, "value", value(key));
  }
}

/// Distances of the window from the edges of the frame, in percent of the frame's height.
void add_trim(XmlElement& element, const Timeline& timeline, const TimelineClip& clip,
              const std::vector<TimelineKey>& keys) {
  const cv::Size size = timeline.source_size;
  const auto percent = [&](double px) { return brief_number(100 * px / size.height); };
  const std::pair<const char*, std::function<std::string(const TimelineKey&)>> sides[]{
      {"left", [&](const TimelineKey& key) { return percent(key.window.x); }},
      {"top", [&](const TimelineKey& key) { return percent(key.window.y); }},
      {"right", [&](const TimelineKey& key) { return percent(size.width - key.window.x - key.window.w); }},
      {"bottom", [&](const TimelineKey& key) { return percent(size.height - key.window.y - key.window.h); }}};
  XmlElement& crop = add_element(element, "adjust-crop");
  set(crop, "mode", "trim");
  XmlElement& trim = add_element(crop, "trim-rect");
  for (const auto& [name, value] : sides) set(trim, name, value(keys.front()));
  if (keys.size() < 2) return;
  for (const auto& [name, value] : sides) add_param(trim, name, timeline, clip, keys, value);
}

/// Offset of the frame's middle from that of the output, in percent of the output's height, up is positive;
/// and scale of the frame.
void add_transform(XmlElement& element, const Timeline& timeline, const TimelineClip& clip,
                   const std::vector<TimelineKey>& keys) {
  const cv::Size output = timeline.output_size, size = timeline.source_size;
  const auto position = [&](const TimelineKey& key) {
    const Place frame = frame_place(key, size);
    const double x = frame.x + frame.width / 2 - output.width / 2.0;
    const double y = output.height / 2.0 - frame.y - frame.height / 2;
    return brief_number(100 * x / output.height) + " " + brief_number(100 * y / output.height);
  };
  const auto scale = [&](const TimelineKey& key) {
    const Place frame = frame_place(key, size);
    return brief_number(frame.width / size.width) + " " + brief_number(frame.height / size.height);
  };
  set(add_element(element, "adjust-conform"), "type", "none");
  XmlElement& transform = add_element(element, "adjust-transform");
  set(transform, "position", position(keys.front()));
  set(transform, "scale", scale(keys.front()));
  if (keys.size() < 2) return;
  add_param(transform, "position", timeline, clip, keys, position);
  add_param(transform, "scale", timeline, clip, keys, scale);
}

void add_time_map(XmlElement& element, const Timeline& timeline, const TimelineClip& clip) {
  if (clip.speed == 1) return;
  XmlElement& map = add_element(element, "timeMap");
  const auto add = [&](Rational time, const std::string& value) {
    XmlElement& point = add_element(map, "timept");
    set(point, "time", to_string(time) + "s");
    set(point, "value", value);
    set(point, "interp", "linear");
  };
  constexpr std::int64_t kSpeedSteps = 1'000'000;  // speeds are decimals
  const Rational speed(std::llround(clip.speed * kSpeedSteps), kSpeedSteps);
  add(Rational(0), "0s");
  add(Rational(timeline.source_frames) / timeline.frame_rate / speed,
      seconds_text(timeline.source_frames, timeline.frame_rate));
}

/// `offset`: in the time of the parent.
XmlElement& add_clip(XmlElement& parent, const Timeline& timeline, const TimelineClip& clip,
                     std::int64_t offset, std::size_t layer) {
  XmlElement& element = add_element(parent, "asset-clip");
  set(element, "ref", "r2");
  if (layer > 0) set(element, "lane", std::to_string(layer));
  set(element, "offset", seconds_text(offset, timeline.frame_rate));
  set(element, "name", "shot " + std::to_string(clip.shot + 1));
  set(element, "start", seconds_text(clip.played_start, timeline.frame_rate));
  set(element, "duration", seconds_text(clip.length, timeline.frame_rate));
  if (layer > 0) set(element, "srcEnable", "video");
  add_time_map(element, timeline, clip);
  const std::vector<TimelineKey>& keys = clip.layers[layer].keys;
  if (clip.layers.size() > 1 || clip.fit == Fit::pad) add_trim(element, timeline, clip, keys);
  add_transform(element, timeline, clip, keys);
  return element;
}

void add_format(XmlElement& resources, const char* id, cv::Size size, Rational rate) {
  XmlElement& format = add_element(resources, "format");
  set(format, "id", id);
  set(format, "frameDuration", to_string(Rational(1) / rate) + "s");
  set(format, "width", std::to_string(size.width));
  set(format, "height", std::to_string(size.height));
}

void add_resources(XmlElement& root, const Timeline& timeline, const std::string& path) {
  XmlElement& resources = add_element(root, "resources");
  add_format(resources, "r0", timeline.output_size, timeline.frame_rate);
  add_format(resources, "r1", timeline.source_size, timeline.frame_rate);
  XmlElement& asset = add_element(resources, "asset");
  set(asset, "id", "r2");
  set(asset, "name", std::filesystem::path(path).filename().string());
  set(asset, "start", "0s");
  set(asset, "duration", seconds_text(timeline.source_frames, timeline.frame_rate));
  set(asset, "hasVideo", "1");
  set(asset, "format", "r1");
  if (timeline.source.video.audio_streams > 0) {
    set(asset, "hasAudio", "1");
    set(asset, "audioSources", "1");
    set(asset, "audioChannels", "2");
  }
  XmlElement& media = add_element(asset, "media-rep");
  set(media, "kind", "original-media");
  set(media, "src", file_url(path));
}

}  // namespace

std::string file_url(const std::string& path) {
  constexpr const char* kDigits = "0123456789ABCDEF";
  std::string url = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || std::string_view("-._~/").find(c) != std::string_view::npos) {
      url += c;
    } else {
      url += {'%', kDigits[byte / 16], kDigits[byte % 16]};
    }
  }
  return url;
}

std::string write_fcpxml(const Timeline& timeline, const std::string& path) {
  internal::Xml document;
  document.InsertFirstChild(document.NewDeclaration());
  document.InsertEndChild(document.NewUnknown("DOCTYPE fcpxml"));
  XmlElement& root = *document.NewElement("fcpxml");
  document.InsertEndChild(&root);
  set(root, "version", kVersion);
  add_resources(root, timeline, path);
  const std::string name = std::filesystem::path(path).stem().string();
  XmlElement& event = add_element(add_element(root, "library"), "event");
  set(event, "name", "smartcrop");
  XmlElement& project = add_element(event, "project");
  set(project, "name", name);
  XmlElement& sequence = add_element(project, "sequence");
  set(sequence, "format", "r0");
  set(sequence, "duration", seconds_text(timeline.length(), timeline.frame_rate));
  set(sequence, "tcStart", "0s");
  set(sequence, "tcFormat", timeline.frame_rate == Rational(30000, 1001) ? "DF" : "NDF");
  XmlElement& spine = add_element(sequence, "spine");
  for (std::size_t i = 0; i < timeline.clips.size(); ++i) {
    const TimelineClip& clip = timeline.clips[i];
    if (const std::int64_t blank = gap_before(timeline, i); blank > 0) {
      XmlElement& gap = add_element(spine, "gap");
      set(gap, "offset", seconds_text(clip.start - blank, timeline.frame_rate));
      set(gap, "duration", seconds_text(blank, timeline.frame_rate));
    }
    XmlElement& element = add_clip(spine, timeline, clip, clip.start, 0);
    if (clip.layers.size() > 1) add_clip(element, timeline, clip, clip.played_start, 1);
  }
  return internal::xml_text(document);
}

}  // namespace smartcrop
