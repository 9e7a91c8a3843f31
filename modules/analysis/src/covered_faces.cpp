#include "smartcrop/analysis/covered_faces.hpp"

#include <algorithm>

#include "smartcrop/plan/subject_summary.hpp"

namespace smartcrop {
namespace {

constexpr double kCoveredPart = 0.1;  // of a face's area

/// Share of a face that is inside a box.
double share_in(const CropWindow& face, const CropWindow& box) {
  return common_area(face, box) / (face.w * face.h);
}

bool has_face(const SubjectSummary& subject) {
  return std::ranges::any_of(subject.places, [](const auto& place) { return place.face.w > 0; });
}

/// The subject with a face that each shot is most likely about; nullptr if there is none.
std::vector<const SubjectSummary*> main_faces(const AnalysisDocument& analysis) {
  std::vector<const SubjectSummary*> best(analysis.shots.size(), nullptr);
  for (const SubjectSummary& subject : analysis.subjects) {
    const SubjectSummary*& of_shot = best[subject.shot];
    if (has_face(subject) && (of_shot == nullptr || subject.score > of_shot->score)) of_shot = &subject;
  }
  return best;
}

}  // namespace

CoveredFaces covered_faces(const AnalysisDocument& analysis, const CropPlan& plan, const SafeZone& zone) {
  const std::vector<const SubjectSummary*> best = main_faces(analysis);
  CoveredFaces result;
  for (const SubjectSummary& subject : analysis.subjects) {
    for (const SubjectSummary::Place& place : subject.places) {
      if (!(place.face.w > 0 && place.face.h > 0)) continue;
      const int speaker = speaker_at(analysis.speakers, subject.shot, place.frame);
      if (speaker > 0 ? speaker != subject.number : best[subject.shot] != &subject) continue;
      const auto view = view_at(plan, time_in(analysis.shots[subject.shot], place.frame));
      if (!view || view->second || view->fit != Fit::crop || share_in(place.face, view->window) == 0)
        continue;
      ++result.faces;
      result.covered += share_in(place.face, zone.uncovered(view->window)) <= 1 - kCoveredPart;
    }
  }
  return result;
}

}  // namespace smartcrop
