#include "subject_summaries.hpp"

#include <cmath>
#include <string>

#include "smartcrop/reframe/subject_wishes.hpp"

namespace smartcrop::internal {
namespace {

std::string percent(double share) {
  return std::to_string(std::lround(100 * share)) + " %";
}

/// What the subject's score comes from.
std::string reason_of(const SubjectChoice& choice, std::size_t k, const ShotImportance& importance) {
  const Subject& subject = choice.subjects[k];
  if (subject.must_stay) return "kept as requested";
  double area = 0;
  for (const CropWindow& box : subject.boxes) area += box.w * box.h;
  area /= static_cast<double>(subject.boxes.size()) * importance.grid.map.source.area();
  const double presence = static_cast<double>(subject.boxes.size()) / static_cast<double>(importance.size());
  return "there in " + percent(presence) + " of the shot, takes " + percent(area) + " of the frame, holds " +
         percent(choice.importance_share[k]) + " of the importance";
}

std::string reason_of(const SpeakerTurns& speakers) {
  switch (speakers.doubt) {
    case SpeakerDoubt::unseen:
      return "not known: faces are turned aside, or the face mesh model is not installed";
    case SpeakerDoubt::mouths_rest:
      return "not known: no mouth moves like that of a speaker";
    default:
      return speakers.heard ? "by the mouths and the speech in the sound"
                            : "by the mouths; no speech is heard";
  }
}

}  // namespace

std::vector<SubjectSummary> summarize_subjects(const ShotContents& contents) {
  std::vector<SubjectSummary> summaries;
  const std::vector<int> first = number_subjects(contents.subjects);
  for (std::size_t shot = 0; shot < contents.subjects.size(); ++shot) {
    const SubjectChoice& choice = contents.subjects[shot];
    const ShotImportance& importance = contents.importance[shot];
    for (std::size_t k = 0; k < choice.subjects.size(); ++k) {
      const Subject& subject = choice.subjects[k];
      SubjectSummary& summary = summaries.emplace_back();
      summary.number = first[shot] + static_cast<int>(k);
      summary.shot = shot;
      summary.kind = to_string(subject.kind);
      const std::string_view what = subject.must_stay ? "box"
                                    : subject.is_face ? "face"
                                                      : object_class_name(subject.class_id);
      summary.name = std::string(what) + " " + std::to_string(summary.number);
      summary.score = choice.share(k);
      summary.confidence = subject.confidence;
      summary.reason = reason_of(choice, k, importance);
      for (std::size_t t = subject.first; t < subject.end(); ++t)
        summary.places.push_back(
            {importance.frame_index[t], subject.box(t), subject.face(t).value_or(CropWindow{})});
    }
  }
  return summaries;
}

std::vector<SpeakerSummary> summarize_speakers(const ShotContents& contents, const std::vector<Shot>& shots) {
  std::vector<SpeakerSummary> summaries;
  const std::vector<int> first = number_subjects(contents.subjects);
  for (std::size_t i = 0; i < contents.subjects.size(); ++i) {
    const SpeakerTurns& speakers = contents.subjects[i].speakers;
    if (speakers.doubt == SpeakerDoubt::one_face) continue;
    SpeakerSummary& summary = summaries.emplace_back();
    summary.shot = i;
    summary.reason = reason_of(speakers);
    const std::vector<FrameIndex>& frames = contents.importance[i].frame_index;
    for (const SpeakerTurn& turn : speakers.turns)
      summary.turns.push_back({first[i] + static_cast<int>(turn.subject), frames[turn.first],
                               turn.end < frames.size() ? frames[turn.end] : shots[i].end_frame});
  }
  return summaries;
}

}  // namespace smartcrop::internal
