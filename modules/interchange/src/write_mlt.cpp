#include <cstdio>
#include <functional>
#include <numeric>

#include "smartcrop/core/version.hpp"
#include "smartcrop/interchange/mlt.hpp"
#include "xml.hpp"

namespace smartcrop {
namespace {

using internal::add_element;
using internal::add_property;
using internal::brief_number;
using internal::XmlElement;

// The version of MLT whose documentation was followed.
constexpr const char* kMltVersion = "7.12.0";

std::string frames(std::int64_t count) {
  return std::to_string(count);
}

/// `0=X Y W H 1;25=...`: linear from key to key.
std::string animation(const std::vector<TimelineKey>& keys,
                      const std::function<Place(const TimelineKey&)>& place) {
  std::string text;
  for (const TimelineKey& key : keys) {
    const Place at = place(key);
    if (!text.empty()) text += ";";
    text += frames(key.frame) + "=" + brief_number(at.x) + " " + brief_number(at.y) + " " +
            brief_number(at.width) + " " + brief_number(at.height) + " 1";
  }
  return text;
}

XmlElement& add_filter(XmlElement& producer, const char* service, const char* shotcut, std::int64_t in,
                       std::int64_t out) {
  XmlElement& filter = add_element(producer, "filter");
  filter.SetAttribute("in", frames(in).c_str());
  filter.SetAttribute("out", frames(out).c_str());
  add_property(filter, "mlt_service", service);
  add_property(filter, "shotcut:filter", shotcut);
  return filter;
}

std::string color_text(const Background& background) {
  char text[16];
  std::snprintf(text, sizeof text, "#ff%02x%02x%02x", background.rgb[0], background.rgb[1],
                background.rgb[2]);
  return text;
}

/// What a layer of a clip is to look like.
struct Look {
  std::vector<TimelineKey> keys;
  bool is_cut_out = false;            ///< nothing is shown outside the area
  std::string outside = "#00000000";  ///< what is there instead; default: what lies below
  bool is_blurred = false;
};

/// The producer of one clip on one track. Filters lie on it and not on the entry of the playlist: so editors
/// show them.
void add_producer(XmlElement& root, const std::string& id, const Timeline& timeline, const TimelineClip& clip,
                  const Look& look, const std::string& path, bool is_silent) {
  XmlElement& producer = add_element(root, "producer");
  const std::int64_t in = clip.played_start;
  const std::int64_t out = in + clip.length - 1;
  producer.SetAttribute("id", id.c_str());
  const std::int64_t length =
      std::max<std::int64_t>(std::llround(static_cast<double>(timeline.source_frames) / clip.speed), out + 1);
  producer.SetAttribute("in", "0");
  producer.SetAttribute("out", frames(length - 1).c_str());
  add_property(producer, "length", frames(length));
  add_property(producer, "eof", "pause");
  if (clip.speed == 1) {
    add_property(producer, "resource", path);
    add_property(producer, "mlt_service", "avformat-novalidate");
  } else {
    add_property(producer, "resource", brief_number(clip.speed) + ":" + path);
    add_property(producer, "mlt_service", "timewarp");
    add_property(producer, "warp_speed", brief_number(clip.speed));
    add_property(producer, "warp_resource", path);
    add_property(producer, "warp_pitch", "1");
  }
  if (is_silent) add_property(producer, "audio_index", "-1");
  XmlElement& affine = add_filter(producer, "affine", "affineSizePosition", in, out);
  add_property(affine, "background", "colour:0");
  add_property(affine, "transition.fill", "1");
  add_property(affine, "transition.distort", "1");
  add_property(affine, "transition.rect", animation(look.keys, [&](const TimelineKey& key) {
                 return frame_place(key, timeline.source_size);
               }));
  if (look.is_cut_out) {
    XmlElement& crop = add_filter(producer, "qtcrop", "cropRectangle", in, out);
    add_property(crop, "rect", animation(look.keys, [](const TimelineKey& key) { return key.area; }));
    add_property(crop, "color", look.outside);
    add_property(crop, "radius", "0");
  }
  if (look.is_blurred) {
    XmlElement& blur = add_filter(producer, "avfilter.boxblur", "", in, out);
    add_property(blur, "av.luma_radius",
                 frames(std::max(timeline.output_size.width, timeline.output_size.height) / 20));
    add_property(blur, "av.luma_power", "2");
  }
}

/// The tracks of a timeline, bottom to top: by clip its looks.
std::vector<Look> looks_of(const Timeline& timeline, const TimelineClip& clip) {
  if (clip.layers.size() == 2) return {{clip.layers[0].keys, true}, {clip.layers[1].keys, true}};
  const Look main{clip.layers[0].keys, clip.fit == Fit::pad};
  if (clip.fit != Fit::pad) return {main};
  if (timeline.background.fill == Background::Fill::color) {
    Look colored = main;
    colored.outside = color_text(timeline.background);
    return {colored};
  }
  Look behind{clip.layers[0].keys, false, "", true};
  const double width = timeline.output_size.width, height = timeline.output_size.height;
  for (TimelineKey& key : behind.keys) {  // the window's middle, scaled to cover the output
    const double scale = std::max(width / key.window.w, height / key.window.h);
    key.window = {key.window.x + (key.window.w - width / scale) / 2,
                  key.window.y + (key.window.h - height / scale) / 2, width / scale, height / scale};
    key.area = {0, 0, width, height};
  }
  return {behind, main};
}

void add_profile(XmlElement& root, const Timeline& timeline) {
  XmlElement& profile = add_element(root, "profile");
  const auto set = [&](const char* name, std::int64_t value) {
    profile.SetAttribute(name, frames(value).c_str());
  };
  const Rational shape =
      timeline.pixel_aspect * Rational(timeline.output_size.width, timeline.output_size.height);
  profile.SetAttribute("description", "smartcrop");
  set("width", timeline.output_size.width);
  set("height", timeline.output_size.height);
  set("progressive", 1);
  set("sample_aspect_num", timeline.pixel_aspect.numerator());
  set("sample_aspect_den", timeline.pixel_aspect.denominator());
  set("display_aspect_num", shape.numerator());
  set("display_aspect_den", shape.denominator());
  set("frame_rate_num", timeline.frame_rate.numerator());
  set("frame_rate_den", timeline.frame_rate.denominator());
  constexpr int kHighDefinition = 720;  // lines; editors take 601 below
  set("colorspace", timeline.source_size.height >= kHighDefinition ? 709 : 601);
}

void add_transition(XmlElement& tractor, const char* service, int track) {
  XmlElement& transition = add_element(tractor, "transition");
  add_property(transition, "a_track", "0");
  add_property(transition, "b_track", std::to_string(track));
  add_property(transition, "mlt_service", service);
  add_property(transition, "always_active", "1");
  if (std::string_view(service) == "mix") add_property(transition, "sum", "1");
}

void add_background_track(XmlElement& root, std::int64_t length) {
  XmlElement& black = add_element(root, "producer");
  black.SetAttribute("id", "black");
  black.SetAttribute("in", "0");
  black.SetAttribute("out", frames(length - 1).c_str());
  add_property(black, "length", frames(length));
  add_property(black, "resource", "0");
  add_property(black, "mlt_service", "color");
  XmlElement& playlist = add_element(root, "playlist");
  playlist.SetAttribute("id", "background");
  XmlElement& entry = add_element(playlist, "entry");
  entry.SetAttribute("producer", "black");
  entry.SetAttribute("in", "0");
  entry.SetAttribute("out", frames(length - 1).c_str());
}

/// The clips of one track; clips that do not reach so high leave it blank.
void add_track(XmlElement& root, const Timeline& timeline, const std::vector<std::vector<Look>>& looks,
               std::size_t track, const std::string& path) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < looks.size(); ++i) {
    ids.push_back("clip" + std::to_string(i) + (track > 0 ? "_" + std::to_string(track) : ""));
    if (track < looks[i].size())
      add_producer(root, ids[i], timeline, timeline.clips[i], looks[i][track], path, track > 0);
  }
  XmlElement& playlist = add_element(root, "playlist");
  playlist.SetAttribute("id", ("playlist" + std::to_string(track)).c_str());
  add_property(playlist, "shotcut:video", "1");
  add_property(playlist, "shotcut:name", "V" + std::to_string(track + 1));
  for (std::size_t i = 0; i < looks.size(); ++i) {
    const TimelineClip& clip = timeline.clips[i];
    const bool is_blank = track >= looks[i].size();
    if (const std::int64_t blank = gap_before(timeline, i) + (is_blank ? clip.length : 0); blank > 0)
      add_element(playlist, "blank").SetAttribute("length", frames(blank).c_str());
    if (is_blank) continue;
    const std::int64_t in = clip.played_start;
    XmlElement& entry = add_element(playlist, "entry");
    entry.SetAttribute("producer", ids[i].c_str());
    entry.SetAttribute("in", frames(in).c_str());
    entry.SetAttribute("out", frames(in + clip.length - 1).c_str());
  }
}

}  // namespace

std::string write_mlt(const Timeline& timeline, const std::string& path) {
  std::vector<std::vector<Look>> looks;
  std::size_t tracks = 1;
  for (const TimelineClip& clip : timeline.clips) {
    looks.push_back(looks_of(timeline, clip));
    tracks = std::max(tracks, looks.back().size());
  }
  internal::Xml document;
  document.InsertFirstChild(document.NewDeclaration());
  XmlElement& root = *document.NewElement("mlt");
  document.InsertEndChild(&root);
  root.SetAttribute("LC_NUMERIC", "C");
  root.SetAttribute("version", kMltVersion);
  root.SetAttribute("title", ("smartcrop " + std::string(version())).c_str());
  root.SetAttribute("producer", "timeline");
  add_profile(root, timeline);
  add_background_track(root, timeline.length());
  for (std::size_t track = 0; track < tracks; ++track) add_track(root, timeline, looks, track, path);
  XmlElement& tractor = add_element(root, "tractor");
  tractor.SetAttribute("id", "timeline");
  tractor.SetAttribute("in", "0");
  tractor.SetAttribute("out", frames(timeline.length() - 1).c_str());
  add_property(tractor, "shotcut", "1");
  add_element(tractor, "track").SetAttribute("producer", "background");
  for (std::size_t track = 0; track < tracks; ++track)
    add_element(tractor, "track").SetAttribute("producer", ("playlist" + std::to_string(track)).c_str());
  for (std::size_t track = 1; track <= tracks; ++track) {
    add_transition(tractor, "mix", static_cast<int>(track));
    // One track hides what is below it and needs nothing that blends.
    if (tracks > 1) add_transition(tractor, "qtblend", static_cast<int>(track));
  }
  return internal::xml_text(document);
}

}  // namespace smartcrop
