#include "mlt_project.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "smartcrop/core/error.hpp"
#include "smartcrop/core/text.hpp"
#include "xml.hpp"

namespace smartcrop::internal {
namespace {

std::string property(const XmlElement& element, std::string_view name) {
  for (const XmlElement* at = element.FirstChildElement("property"); at != nullptr;
       at = at->NextSiblingElement("property")) {
    if (attribute(*at, "name") == name) return at->GetText() != nullptr ? at->GetText() : "";
  }
  return "";
}

std::vector<std::string> split(const std::string& text, const char* separators) {
  std::vector<std::string> parts;
  for (std::size_t at = text.find_first_not_of(separators); at != std::string::npos;) {
    const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = text.find_first_not_of(separators, end);
  }
  return parts;
}

class Parser {
 public:
  Parser(const XmlElement& root, const std::string& where) : root_(root), where_(where) { read_profile(); }

  MltProject project() {
    index(root_);
    const XmlElement* tractor = nullptr;  // the last one, of which the others are parts
    for (const XmlElement* at = root_.FirstChildElement("tractor"); at != nullptr;
         at = at->NextSiblingElement("tractor"))
      tractor = at;
    if (tractor == nullptr) fail(root_, "holds no tractor, that is no timeline");
    for (const XmlElement* track = tractor->FirstChildElement("track"); track != nullptr;
         track = track->NextSiblingElement("track")) {
      const auto playlist = by_id_.find(attribute(*track, "producer"));
      if (playlist == by_id_.end()) fail(*track, "there is no playlist of this id");
      if (std::string_view(playlist->second->Name()) != "playlist" || attribute(*track, "hide") == "video")
        continue;
      std::vector<MltClip> clips = clips_of(*playlist->second);
      if (!clips.empty()) project_.tracks.push_back(std::move(clips));
    }
    return std::move(project_);
  }

 private:
  [[noreturn]] void fail(const XmlElement& element, const std::string& problem) const {
    throw Error(where_ + ":" + std::to_string(element.GetLineNum()) + ": " + element.Name() + ": " + problem);
  }

  void read_profile() {
    const XmlElement* profile = root_.FirstChildElement("profile");
    if (profile == nullptr) fail(root_, "holds no profile");
    const auto number = [&](const char* name) {
      const auto value = parse_number<int>(attribute(*profile, name));
      constexpr int kMost = 1 << 20;
      if (!value || *value < 1 || *value > kMost)
        fail(*profile, std::string(name) + " must be a whole number above 0");
      return *value;
    };
    project_.size = {number("width"), number("height")};
    project_.frame_rate = Rational(number("frame_rate_num"), number("frame_rate_den"));
  }

  void index(const XmlElement& element) {
    for (const XmlElement* at = element.FirstChildElement(); at != nullptr; at = at->NextSiblingElement()) {
      if (const std::string id = attribute(*at, "id"); !id.empty()) by_id_[id] = at;
    }
  }

  /// Frames, `HH:MM:SS.mmm` or `HH:MM:SS:FF`.
  std::int64_t frames(const XmlElement& element, const std::string& text) const {
    const auto whole = parse_number<std::int64_t>(text);
    constexpr std::int64_t kMost = 1'000'000'000;
    if (whole && *whole >= 0 && *whole < kMost) return *whole;
    const std::vector<std::string> parts = split(text, ":;");
    const bool counts_frames = parts.size() == 4;
    double seconds = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, parts.size()); ++i) {
      std::string part = parts[i];
      std::ranges::replace(part, ',', '.');
      const auto value = parse_number<double>(part);
      if (!value || !(*value >= 0 && *value < 1e6)) fail(element, "'" + text + "' is not a time");
      seconds = seconds * 60 + *value;
    }
    if (parts.size() < 3 || parts.size() > 4) fail(element, "'" + text + "' is not a time");
    const auto rest = counts_frames ? parse_number<std::int64_t>(parts[3]) : 0;
    const double count = seconds * project_.frame_rate.value() + static_cast<double>(rest.value_or(0));
    if (!(count >= 0 && count < kMost)) fail(element, "'" + text + "' is not a time");
    return std::llround(count);
  }

  /// `X Y W H`, `X/Y:WxH`; px or percent of the output.
  Place place(const XmlElement& filter, const std::string& text) const {
    std::array<double, 4> numbers{};
    const std::vector<std::string> parts = split(text, " /:xX,");
    if (parts.size() < numbers.size()) fail(filter, "'" + text + "' is not a rectangle");
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const bool is_share = parts[i].ends_with('%');
      const auto value = parse_number<double>(parts[i].substr(0, parts[i].size() - (is_share ? 1 : 0)));
      constexpr double kFarthest = 1e9;
      if (!value || !(std::abs(*value) < kFarthest)) fail(filter, "'" + text + "' is not a rectangle");
      numbers[i] =
          is_share ? *value / 100 * (i % 2 == 0 ? project_.size.width : project_.size.height) : *value;
    }
    if (!(numbers[2] > 0 && numbers[3] > 0)) fail(filter, "'" + text + "' is an empty rectangle");
    return {numbers[0], numbers[1], numbers[2], numbers[3]};
  }

  std::vector<MltKey> keys(const XmlElement& filter, const std::string& text) const {
    std::vector<MltKey> keys;
    for (const std::string& item : split(text, ";")) {
      const std::size_t equals = item.find('=');
      if (equals == std::string::npos) {
        keys.push_back({0, place(filter, item)});
        continue;
      }
      const std::string time = item.substr(0, equals);
      const std::size_t digits = time.find_last_of("0123456789") + 1;  // behind it: the way to the next key
      keys.push_back({frames(filter, time.substr(0, digits)), place(filter, item.substr(equals + 1)),
                      time.substr(digits) == "|"});
    }
    std::ranges::stable_sort(keys, {}, &MltKey::frame);
    return keys;
  }

  void read_filter(const XmlElement& filter, MltClip& clip) const {
    const std::string service = property(filter, "mlt_service");
    if (property(filter, "disable") == "1") return;
    if (service == "affine") {
      clip.rect = keys(filter, property(filter, "transition.rect"));
      clip.is_distorted = property(filter, "transition.distort") == "1";
    } else if (service == "qtcrop") {
      clip.area = keys(filter, property(filter, "rect"));
      clip.color = property(filter, "color");
    } else if (service == "avfilter.boxblur") {
      clip.is_blurred = true;
    }
  }

  std::vector<MltClip> clips_of(const XmlElement& playlist) const {
    std::vector<MltClip> clips;
    std::int64_t start = 0;
    for (const XmlElement* at = playlist.FirstChildElement(); at != nullptr; at = at->NextSiblingElement()) {
      if (std::string_view(at->Name()) == "blank") start += frames(*at, attribute(*at, "length"));
      if (std::string_view(at->Name()) != "entry") continue;
      const auto producer = by_id_.find(attribute(*at, "producer"));
      if (producer == by_id_.end()) fail(*at, "there is no producer of this id");
      MltClip clip = clip_of(*producer->second);
      clip.start = start;
      clip.in = frames(*at, attribute(*at, "in"));
      clip.length = frames(*at, attribute(*at, "out")) - clip.in + 1;
      if (clip.length < 1) fail(*at, "ends before it begins");
      start += clip.length;
      for (const XmlElement* filter = at->FirstChildElement("filter"); filter != nullptr;
           filter = filter->NextSiblingElement("filter"))
        read_filter(*filter, clip);
      if (!clip.resource.empty()) clips.push_back(std::move(clip));
    }
    return clips;
  }

  /// Without resource: a color.
  MltClip clip_of(const XmlElement& producer) const {
    MltClip clip;
    const std::string service = property(producer, "mlt_service");
    if (service == "color" || service == "colour") return clip;
    clip.resource = property(producer, service == "timewarp" ? "warp_resource" : "resource");
    if (service == "timewarp") {
      const auto speed = parse_number<double>(property(producer, "warp_speed"));
      if (!speed || !(*speed >= kSlowest && *speed <= kFastest)) {
        fail(producer, "warp_speed must be from " + brief_number(kSlowest) + " to " + brief_number(kFastest) +
                           " in a plan, is '" + property(producer, "warp_speed") + "'");
      }
      clip.speed = *speed;
    }
    for (const XmlElement* filter = producer.FirstChildElement("filter"); filter != nullptr;
         filter = filter->NextSiblingElement("filter"))
      read_filter(*filter, clip);
    return clip;
  }

  const XmlElement& root_;
  const std::string& where_;
  MltProject project_;
  std::map<std::string, const XmlElement*> by_id_;
};

}  // namespace

MltProject parse_mlt(std::string_view xml, const std::string& where) {
  Xml document;
  if (document.Parse(xml.data(), xml.size()) != tinyxml2::XML_SUCCESS) {
    throw Error(where + ":" + std::to_string(document.ErrorLineNum()) + ": not valid XML (" +
                Xml::ErrorIDToName(document.ErrorID()) + ")");
  }
  const XmlElement* root = document.RootElement();
  if (root == nullptr || std::string_view(root->Name()) != "mlt") throw Error(where + ": is not an MLT file");
  return Parser(*root, where).project();
}

Place place_at(const std::vector<MltKey>& keys, std::int64_t frame) {
  const auto next = std::ranges::upper_bound(keys, frame, {}, &MltKey::frame);
  if (next == keys.begin()) return next->place;
  const MltKey& from = *std::prev(next);
  if (next == keys.end() || from.is_held) return from.place;
  const double t = static_cast<double>(frame - from.frame) / static_cast<double>(next->frame - from.frame);
  const auto between = [&](double a, double b) { return a + (b - a) * t; };
  return {between(from.place.x, next->place.x), between(from.place.y, next->place.y),
          between(from.place.width, next->place.width), between(from.place.height, next->place.height)};
}

}  // namespace smartcrop::internal
