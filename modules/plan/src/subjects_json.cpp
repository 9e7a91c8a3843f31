#include "subjects_json.hpp"

#include <cmath>

namespace smartcrop::internal {
namespace {

using nlohmann::ordered_json;

constexpr auto kSide = static_cast<double>(kLargestSide);

/// Tenths of a pixel are more than a detector knows.
double tenths(double value) {
  return std::round(value * 10) / 10;
}

/// `[x, y, w, h]`
ordered_json box_json(const CropWindow& box) {
  ordered_json numbers = ordered_json::array();
  for (const double value : {box.x, box.y, box.w, box.h}) numbers.push_back(json_number(tenths(value)));
  return numbers;
}

CropWindow read_box(const JsonReader& json) {
  const std::vector<JsonReader> numbers = json.items(4);
  const auto at = [&](std::size_t i, double least) { return numbers[i].number(least, kSide); };
  return {at(0, -kSide), at(1, -kSide), at(2, 0), at(3, 0)};
}

}  // namespace

ordered_json subjects_json(const std::vector<SubjectSummary>& subjects) {
  ordered_json list = ordered_json::array();
  for (const SubjectSummary& subject : subjects) {
    ordered_json places = ordered_json::array();
    for (const SubjectSummary::Place& place : subject.places) {
      ordered_json item{{"frame", place.frame.value}, {"box", box_json(place.box)}};
      if (place.face.w > 0) item["face"] = box_json(place.face);
      places.push_back(std::move(item));
    }
    list.push_back({{"number", subject.number},
                    {"shot", subject.shot},
                    {"class", subject.kind},
                    {"name", subject.name},
                    {"score", json_number(subject.score)},
                    {"confidence", json_number(subject.confidence)},
                    {"reason", subject.reason},
                    {"places", std::move(places)}});
  }
  return list;
}

std::vector<SubjectSummary> read_subjects(const JsonReader& json, std::size_t shots) {
  std::vector<SubjectSummary> subjects;
  for (const JsonReader& item : json.items()) {
    item.expect_keys({"number", "shot", "class", "name", "score", "confidence", "reason", "places"});
    SubjectSummary subject;
    subject.number = item.at("number").whole(1, 1 << 30);
    subject.shot = static_cast<std::size_t>(item.at("shot").integer(0, static_cast<std::int64_t>(shots) - 1));
    subject.kind = item.at("class").text();
    subject.name = item.at("name").text();
    subject.score = item.at("score").number(0, 1);
    subject.confidence = item.at("confidence").number(0, 1);
    subject.reason = item.at("reason").text();
    for (const JsonReader& place : item.at("places").nonempty_items()) {
      place.expect_keys({"frame", "box", "face"});
      const std::int64_t earliest = subject.places.empty() ? 0 : subject.places.back().frame.value + 1;
      const auto face = place.find("face");
      subject.places.push_back({{place.at("frame").integer(earliest, kMostFrames)},
                                read_box(place.at("box")),
                                face ? read_box(*face) : CropWindow{}});
    }
    subjects.push_back(std::move(subject));
  }
  return subjects;
}

ordered_json speakers_json(const std::vector<SpeakerSummary>& speakers) {
  ordered_json list = ordered_json::array();
  for (const SpeakerSummary& speaker : speakers) {
    ordered_json turns = ordered_json::array();
    for (const SpeakerSummary::Turn& turn : speaker.turns)
      turns.push_back(
          {{"subject", turn.subject}, {"start_frame", turn.start.value}, {"end_frame", turn.end.value}});
    list.push_back({{"shot", speaker.shot}, {"reason", speaker.reason}, {"turns", std::move(turns)}});
  }
  return list;
}

std::vector<SpeakerSummary> read_speakers(const JsonReader& json, std::size_t shots) {
  std::vector<SpeakerSummary> speakers;
  for (const JsonReader& item : json.items()) {
    item.expect_keys({"shot", "reason", "turns"});
    SpeakerSummary& speaker = speakers.emplace_back();
    speaker.shot = static_cast<std::size_t>(item.at("shot").integer(0, static_cast<std::int64_t>(shots) - 1));
    speaker.reason = item.at("reason").text();
    for (const JsonReader& turn : item.at("turns").items()) {
      turn.expect_keys({"subject", "start_frame", "end_frame"});
      const std::int64_t earliest = speaker.turns.empty() ? 0 : speaker.turns.back().end.value;
      const std::int64_t start = turn.at("start_frame").integer(earliest, kMostFrames);
      speaker.turns.push_back({turn.at("subject").whole(1, 1 << 30),
                               {start},
                               {turn.at("end_frame").integer(start + 1, kMostFrames)}});
    }
  }
  return speakers;
}

}  // namespace smartcrop::internal
