#include "subject_summaries.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

namespace smartcrop::internal {
namespace {

std::string percent(double share) {
  return std::to_string(std::lround(100 * share)) + " %";
}

/// The reasons of the subject's score.
std::string reason_of(const SubjectChoice& choice, std::size_t k, const ShotImportance& importance) {
  const Subject& subject = choice.subjects[k];
  if (subject.must_stay) return "kept as requested";
  if (subject.origin == SubjectOrigin::drawn) return "drawn by the user";
  double area = 0;
  for (const CropWindow& box : subject.boxes) area += box.w * box.h;
  area /= static_cast<double>(subject.boxes.size()) * importance.grid.map.source.area();
  const double presence = static_cast<double>(subject.boxes.size()) / static_cast<double>(importance.size());
  const std::string when =
      subject.is_region() ? "stands out" : "there in " + percent(presence) + " of the shot";
  return when + ", takes " + percent(area) + " of the frame, holds " + percent(choice.importance_share[k]) +
         " of the importance";
}

/// For people to read: "person 2".
std::string name_of(const Subject& subject) {
  const std::string_view what = subject.origin == SubjectOrigin::drawn  ? "box"
                                : subject.is_region()                   ? "region"
                                : subject.origin == SubjectOrigin::face ? "face"
                                                                        : object_class_name(subject.class_id);
  return std::string(what) + " " + std::to_string(subject.number);
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
  for (std::size_t shot = 0; shot < contents.subjects.size(); ++shot) {
    const SubjectChoice& choice = contents.subjects[shot];
    const ShotImportance& importance = contents.importance[shot];
    for (std::size_t k = 0; k < choice.subjects.size(); ++k) {
      const Subject& subject = choice.subjects[k];
      if (subject.number == 0) continue;
      SubjectSummary& summary = summaries.emplace_back();
      summary.number = subject.number;
      summary.shot = shot;
      summary.kind = to_string(subject.kind);
      summary.name = name_of(subject);
      summary.score = choice.share(k);
      summary.confidence = subject.is_region() ? choice.importance_share[k] : subject.confidence;
      summary.reason = reason_of(choice, k, importance);
      for (std::size_t t = subject.first; t < subject.end(); ++t)
        summary.places.push_back(
            {importance.frame_index[t], subject.box(t), subject.face(t).value_or(CropWindow{})});
    }
  }
  std::ranges::stable_sort(summaries, {}, &SubjectSummary::number);
  return summaries;
}

std::optional<PlanSubject> followed_subject(const SubjectChoice& choice, const ShotImportance& importance) {
  if (choice.requested) {
    const Subject& subject = choice.subjects[choice.requested->subject];
    return PlanSubject{subject.number, name_of(subject), "as requested", choice.requested->wish};
  }
  std::optional<std::size_t> best;
  double best_share = std::accumulate(choice.elsewhere.begin(), choice.elsewhere.end(), 0.0) /
                      static_cast<double>(std::max<std::size_t>(1, choice.elsewhere.size()));
  for (std::size_t k = 0; k < choice.subjects.size(); ++k) {
    if (choice.subjects[k].must_stay || choice.share(k) <= best_share) continue;
    best = k;
    best_share = choice.share(k);
  }
  if (!best || choice.subjects[*best].number == 0) return std::nullopt;
  return PlanSubject{
      choice.subjects[*best].number, name_of(choice.subjects[*best]),
      "the shot is " + percent(best_share) + " about it: " + reason_of(choice, *best, importance)};
}

std::vector<SpeakerSummary> summarize_speakers(const ShotContents& contents, const std::vector<Shot>& shots) {
  std::vector<SpeakerSummary> summaries;
  for (std::size_t i = 0; i < contents.subjects.size(); ++i) {
    const SpeakerTurns& speakers = contents.subjects[i].speakers;
    if (speakers.doubt == SpeakerDoubt::one_face) continue;
    SpeakerSummary& summary = summaries.emplace_back();
    summary.shot = i;
    summary.reason = reason_of(speakers);
    const std::vector<FrameIndex>& frames = contents.importance[i].frame_index;
    for (const SpeakerTurn& turn : speakers.turns)
      summary.turns.push_back({contents.subjects[i].subjects[turn.subject].number, frames[turn.first],
                               turn.end < frames.size() ? frames[turn.end] : shots[i].end_frame});
  }
  return summaries;
}

}  // namespace smartcrop::internal
