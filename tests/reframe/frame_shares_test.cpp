#include <boost/test/unit_test.hpp>

#include "smartcrop/reframe/window_shares.hpp"

using namespace smartcrop;

namespace {

ShotImportance even_importance() {
  ShotImportance importance{.grid = {{{640, 360}, 2}, {64, 36}, 5, {}}, .step_s = 0.1};
  importance.add({0}, {}, cv::Mat(36, 64, CV_32F, cv::Scalar(0.1)), 0.9);
  return importance;
}

/// Two subjects with these probabilities, 100 px wide at 0 and at 400; the rest is about elsewhere.
SubjectChoice two(double left, double right) {
  SubjectChoice choice;
  for (const double x : {0.0, 400.0}) {
    Subject& subject = choice.subjects.emplace_back();
    subject.boxes = {{x, 0, 100, 360}};
    subject.faces.resize(1);
  }
  choice.probability = {{left}, {right}};
  choice.elsewhere = {1 - left - right};
  return choice;
}

FrameShares shares(const SubjectChoice* choice, const CropWindow& window) {
  return frame_shares(even_importance(), choice, {0}, std::span(&window, 1)).at(0);
}

const CropWindow kLeft{0, 0, 160, 360}, kHalf{-50, 0, 100, 360};

}  // namespace

BOOST_AUTO_TEST_SUITE(reframe_frame_shares)

BOOST_AUTO_TEST_CASE(without_subjects_the_importance_counts) {
  const FrameShares all = shares(nullptr, kLeft);
  BOOST_TEST(all.kept == 0.25, boost::test_tools::tolerance(1e-3));
  BOOST_TEST(all.certainty == 0.0, boost::test_tools::tolerance(1e-3));  // as much lies beside it
}

BOOST_AUTO_TEST_CASE(a_subject_that_is_all_in_the_window_is_kept) {
  const SubjectChoice sure = two(1, 0), doubtful = two(0.6, 0.4);
  BOOST_TEST(shares(&sure, kLeft).kept == 1.0);
  BOOST_TEST(shares(&sure, kLeft).certainty == 1.0);
  BOOST_TEST(shares(&sure, kHalf).kept == 0.5, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(shares(&doubtful, kLeft).kept == 0.6, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(shares(&doubtful, kLeft).certainty == 0.2, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(a_window_on_the_wrong_one_is_not_sure_of_anything) {
  const SubjectChoice right = two(0.3, 0.7);
  BOOST_TEST(shares(&right, kLeft).certainty == 0.0);
}

BOOST_AUTO_TEST_CASE(who_speaks_counts_alone) {
  SubjectChoice choice = two(0.1, 0.9);
  choice.speakers.turns = {{0, 1, 0}};
  BOOST_TEST(shares(&choice, kLeft).kept == 1.0);
  BOOST_TEST(shares(&choice, kLeft).certainty == 1.0);
}

BOOST_AUTO_TEST_CASE(a_window_full_of_its_subject_holds_all_that_fits) {
  SubjectChoice choice = two(1, 0);
  choice.subjects[0].boxes = {{0, 0, 600, 360}};
  BOOST_TEST(shares(&choice, kLeft).kept == 1.0);
}

BOOST_AUTO_TEST_SUITE_END()
