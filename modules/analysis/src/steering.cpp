#include "steering.hpp"

#include <algorithm>
#include <stdexcept>

#include "camera_paths.hpp"
#include "smartcrop/core/error.hpp"
#include "subject_summaries.hpp"

namespace smartcrop {

std::size_t SteeringRecord::size() const {
  std::size_t frames = 0;
  for (const ShotImportance& shot : contents.importance) frames += shot.size();
  return frames;
}

AnalysisDocument steer(const AnalysisDocument& analysis, const SteeringRecord& record,
                       const AnalyzeOptions& options) {
  throw_if_any("analysis options", options.problems());
  AnalysisDocument document = analysis;
  const ShotContents contents = internal::steered_contents(record, options.wishes);
  document.subjects = internal::summarize_subjects(contents);
  document.aspects.clear();
  for (const AspectRatio aspect : options.aspects) {
    const auto known = std::ranges::find(analysis.aspects, aspect, &AspectAnalysis::aspect);
    if (known == analysis.aspects.end())
      throw std::invalid_argument("steer: " + to_string(aspect) + " is not in the analysis");
    document.aspects.push_back(*known);
    internal::add_camera_paths(document.aspects.back(), document, record, contents, options);
  }
  return document;
}

}  // namespace smartcrop

namespace smartcrop::internal {

bool has_drawn_boxes(const SubjectWishes& wishes) {
  return std::ranges::any_of(
      wishes.follow, [](const FollowWish& wish) { return std::holds_alternative<DrawnBox>(wish.who); });
}

ShotContents steered_contents(const SteeringRecord& record, const SubjectWishes& wishes) {
  ShotContents contents = record.contents;
  apply_wishes(contents.subjects, wishes, contents.importance,
               [&](std::size_t shot, const DrawnBox& drawn) -> std::optional<Subject> {
                 if (shot >= record.motion.size() || record.motion[shot].frames.empty()) return std::nullopt;
                 return track_box(record.motion[shot], drawn);
               });
  return contents;
}

}  // namespace smartcrop::internal
