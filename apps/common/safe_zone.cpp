#include "common/safe_zone.hpp"

#include "smartcrop/analysis/covered_faces.hpp"
#include "smartcrop/core/text.hpp"

namespace smartcrop::app {

void tell_covered_faces(const std::string& input, const AnalysisDocument& analysis, const CropPlan& plan,
                        const AnalyzeOptions& options, const CommonOptions& common) {
  if (!options.safe_zone) return;
  const std::string title(options.platform->title);
  if (!options.zone().covers_anything()) {
    note(common, input + ": " + title + " covers no part of the picture; --safe-zone changes nothing");
    return;
  }
  const CoveredFaces found = covered_faces(analysis, plan, options.zone());
  if (found.covered == 0) return;
  const double percent = 100.0 * static_cast<double>(found.covered) / static_cast<double>(found.faces);
  note(common, input + ": " + title + " covers part of the face in " +
                   (percent < 1 ? "less than 1" : decimals(percent, 0)) +
                   " % of the frames, where the window has no better place" +
                   (options.scale > 0.9 ? "; --scale 0.8 gives it more room" : ""));
}

}  // namespace smartcrop::app
