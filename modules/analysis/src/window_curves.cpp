#include "window_curves.hpp"

#include <cmath>
#include <map>

namespace smartcrop::internal {

WindowCurves window_curves(std::span<const TimedShares> shots, const MetricCurves& timeline) {
  struct Sum {
    double kept = 0, certainty = 0;
    int count = 0;
  };
  std::map<std::int64_t, Sum> sums;
  for (const TimedShares& shot : shots)
    for (std::size_t t = 0; t < shot.shares.size(); ++t) {
      Sum& sum = sums[static_cast<std::int64_t>(std::floor(shot.times[t].value() / timeline.step_s))];
      sum.kept += shot.shares[t].kept;
      sum.certainty += shot.shares[t].certainty;
      ++sum.count;
    }
  WindowCurves curves;
  for (const MetricCurves::Step& step : timeline.steps) {
    const auto sum = sums.find(step.index);
    const bool is_known = sum != sums.end();
    curves.kept.push_back(is_known ? std::optional(sum->second.kept / sum->second.count) : std::nullopt);
    curves.certainty.push_back(is_known ? std::optional(sum->second.certainty / sum->second.count)
                                        : std::nullopt);
  }
  return curves;
}

void add_curves_of_candidates(AnalysisDocument& document, const ShotContents& contents) {
  if (!document.timeline || contents.importance.empty()) return;
  for (AspectAnalysis& aspect : document.aspects) {
    const CropWindow& window = aspect.candidates.front().window;
    std::vector<TimedShares> shots;
    for (std::size_t i = 0; i < contents.importance.size(); ++i) {
      const ShotImportance& importance = contents.importance[i];
      const SubjectChoice* subjects = i < contents.subjects.size() ? &contents.subjects[i] : nullptr;
      shots.push_back({importance.time, frame_shares(importance, subjects, {0}, std::span(&window, 1))});
    }
    aspect.curves = window_curves(shots, *document.timeline);
  }
}

}  // namespace smartcrop::internal
