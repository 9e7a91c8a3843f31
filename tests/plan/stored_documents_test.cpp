#include <boost/test/unit_test.hpp>

#include "plan_support.hpp"
#include "smartcrop/core/version.hpp"
#include "smartcrop/plan/analysis_document.hpp"

namespace smartcrop {
namespace {

/// A document that version 0.1.0 wrote of data/sample.mp4.
std::string stored(const std::string& name) {
  return test::text_of("tests/plan/documents/" + name);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stored_documents)

BOOST_AUTO_TEST_CASE(analyses_written_by_version_0_1_0_are_read_and_written_the_same) {
  for (const std::string name : {"fixed_analysis.json", "moving_analysis.json"}) {
    const std::string wanted = test::replaced(stored(name), "0.1.0", std::string(version()));
    BOOST_TEST_CONTEXT(name) BOOST_TEST(write_analysis(read_analysis(stored(name), name)) == wanted);
  }
  const AnalysisDocument fixed = read_analysis(stored("fixed_analysis.json"), "fixed");
  BOOST_TEST(fixed.aspects.at(0).candidates.size() == 3);
  const AnalysisDocument moving = read_analysis(stored("moving_analysis.json"), "moving");
  BOOST_TEST(moving.aspects.at(0).path.size() == 3);
}

BOOST_AUTO_TEST_CASE(plans_written_by_version_0_1_0_are_read_and_written_the_same) {
  for (const std::string name : {"fixed_plan.json", "moving_plan.json"}) {
    BOOST_TEST_CONTEXT(name) BOOST_TEST(write_crop_plan(read_crop_plan(stored(name), name)) == stored(name));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop
