#include "smartcrop/analysis/covered_faces.hpp"

#include <boost/test/unit_test.hpp>

using namespace smartcrop;

namespace {

/// Ten frames of 1 s of 640x360 px with the given faces of two subjects; the second has the higher score.
AnalysisDocument analysis_of(const CropWindow& first, const CropWindow& second) {
  AnalysisDocument analysis;
  analysis.video.size = {640, 360};
  analysis.shots = {{{0}, {10}, {}, {{10}}}};
  for (const auto& [face, score] : {std::pair(first, 0.2), std::pair(second, 0.7)}) {
    SubjectSummary& subject = analysis.subjects.emplace_back();
    subject.number = static_cast<int>(analysis.subjects.size());
    subject.score = score;
    for (int t = 0; t < 10; ++t) subject.places.push_back({{t}, face, face});
  }
  return analysis;
}

const CropPlan kPlan = fixed_plan("a.mp4", {640, 360}, {100, 0, 200, 360}, {200, 360});
const SafeZone kZone{.left = 0.1, .top = 0.1, .right = 0.2, .bottom = 0.3};  // free: 120..260, 36..252

}  // namespace

BOOST_AUTO_TEST_SUITE(analysis_covered_faces)

BOOST_AUTO_TEST_CASE(a_face_outside_of_the_safe_zone_is_counted) {
  const CropWindow free{150, 60, 50, 60}, low{150, 240, 50, 60};
  BOOST_TEST(covered_faces(analysis_of(low, free), kPlan, kZone).covered == 0u);
  const CoveredFaces found = covered_faces(analysis_of(free, low), kPlan, kZone);
  BOOST_TEST(found.faces == 10u);
  BOOST_TEST(found.covered == 10u);
}

BOOST_AUTO_TEST_CASE(who_speaks_counts_while_that_is_known) {
  AnalysisDocument analysis = analysis_of({150, 240, 50, 60}, {150, 60, 50, 60});
  analysis.speakers = {{0, "", {{1, {2}, {5}}}}};
  BOOST_TEST(covered_faces(analysis, kPlan, kZone).covered == 3u);
}

BOOST_AUTO_TEST_CASE(a_face_beside_the_window_is_not_covered_by_an_interface) {
  BOOST_TEST(covered_faces(analysis_of({}, {400, 60, 50, 60}), kPlan, kZone).faces == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
