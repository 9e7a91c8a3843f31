#include <algorithm>
#include <array>

#include "plan_shots.hpp"

namespace smartcrop::internal {
namespace {

using nlohmann::ordered_json;

constexpr std::array<std::string_view, 3> kEasings{"linear", "smoothstep", "cubic"};  // by Easing

Easing read_easing(const JsonReader& json) {
  const std::string name = json.text();
  const auto found = std::find(kEasings.begin(), kEasings.end(), name);
  if (found == kEasings.end()) {
    json.fail("must be \"linear\", \"smoothstep\" or \"cubic\", is \"" + name + "\"");
    return Easing::linear;
  }
  return static_cast<Easing>(found - kEasings.begin());
}

/// x, y, w and h of an object.
CropWindow read_window(const JsonReader& json) {
  constexpr double kFarthest = static_cast<double>(internal::kLargestSide);
  const auto pixels = [&](const char* key) { return json.at(key).number(-kFarthest, kFarthest); };
  return {pixels("x"), pixels("y"), pixels("w"), pixels("h")};
}

void add_window(ordered_json& json, const CropWindow& window) {
  json["x"] = internal::json_number(window.x);
  json["y"] = internal::json_number(window.y);
  json["w"] = internal::json_number(window.w);
  json["h"] = internal::json_number(window.h);
}

ordered_json keyframe_json(const Keyframe& keyframe) {
  ordered_json json{{"time", to_string(keyframe.time)}};
  add_window(json, keyframe.window);
  if (keyframe.cut) json["cut"] = true;
  if (keyframe.easing != Easing::linear) json["easing"] = kEasings[static_cast<std::size_t>(keyframe.easing)];
  if (keyframe.velocity != CropWindow{})
    add_window(json["velocity"] = ordered_json::object(), keyframe.velocity);
  return json;
}

Keyframe read_keyframe(const JsonReader& json) {
  json.expect_keys({"time", "x", "y", "w", "h", "cut", "easing", "velocity"});
  Keyframe keyframe{json.at("time").time(), read_window(json)};
  if (const auto cut = json.find("cut")) keyframe.cut = cut->boolean();
  if (const auto easing = json.find("easing")) keyframe.easing = read_easing(*easing);
  if (const auto velocity = json.find("velocity")) {
    velocity->expect_keys({"x", "y", "w", "h"});
    keyframe.velocity = read_window(*velocity);
  }
  return keyframe;
}

ordered_json keyframes_json(const std::vector<Keyframe>& keyframes) {
  ordered_json list = ordered_json::array();
  for (const Keyframe& keyframe : keyframes) list.push_back(keyframe_json(keyframe));
  return list;
}

ordered_json subject_json(const PlanSubject& subject) {
  ordered_json json{{"number", subject.number}, {"name", subject.name}, {"reason", subject.reason}};
  if (!subject.follow.empty()) json["follow"] = subject.follow;
  return json;
}

PlanSubject read_subject(const JsonReader& json) {
  json.expect_keys({"number", "name", "reason", "follow"});
  PlanSubject subject{json.at("number").whole(1, 1 << 30), json.at("name").text(), json.at("reason").text()};
  if (const auto follow = json.find("follow")) subject.follow = follow->text();
  return subject;
}

PlanShot read_shot(const JsonReader& json) {
  json.expect_keys({"start", "end", "fit", "kept_share", "rival_share", "subject", "layout_reason",
                    "keyframes", "second_keyframes"});
  PlanShot shot;
  shot.start = json.at("start").time();
  if (const auto end = json.find("end")) shot.end = end->time();
  if (const auto fit = json.find("fit")) {
    const std::string name = fit->text();
    if (name != "crop" && name != "pad") fit->fail("must be \"crop\" or \"pad\", is \"" + name + "\"");
    if (name == "pad") shot.fit = Fit::pad;
  }
  if (const auto share = json.find("kept_share")) shot.kept_share = share->number(0, 1);
  if (const auto share = json.find("rival_share")) shot.rival_share = share->number(0, 1);
  if (const auto subject = json.find("subject")) shot.subject = read_subject(*subject);
  if (const auto reason = json.find("layout_reason")) shot.layout_reason = reason->text();
  for (const JsonReader& item : json.at("keyframes").items()) shot.keyframes.push_back(read_keyframe(item));
  if (const auto second = json.find("second_keyframes"))
    for (const JsonReader& item : second->nonempty_items())
      shot.second_keyframes.push_back(read_keyframe(item));
  return shot;
}

}  // namespace

nlohmann::ordered_json plan_shots_json(const std::vector<PlanShot>& shots) {
  ordered_json list = ordered_json::array();
  for (const PlanShot& shot : shots) {
    ordered_json item;
    item["start"] = to_string(shot.start);
    if (shot.end) item["end"] = to_string(*shot.end);
    if (shot.fit == Fit::pad) item["fit"] = "pad";
    if (shot.kept_share) item["kept_share"] = internal::json_number(*shot.kept_share);
    if (shot.rival_share) item["rival_share"] = internal::json_number(*shot.rival_share);
    if (shot.subject) item["subject"] = subject_json(*shot.subject);
    if (!shot.layout_reason.empty()) item["layout_reason"] = shot.layout_reason;
    item["keyframes"] = keyframes_json(shot.keyframes);
    if (!shot.second_keyframes.empty()) item["second_keyframes"] = keyframes_json(shot.second_keyframes);
    list.push_back(std::move(item));
  }
  return list;
}

std::vector<PlanShot> read_plan_shots(const JsonReader& json) {
  std::vector<PlanShot> shots;
  for (const JsonReader& shot : json.items()) shots.push_back(read_shot(shot));
  return shots;
}

}  // namespace smartcrop::internal
