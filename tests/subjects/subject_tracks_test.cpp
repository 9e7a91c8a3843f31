#include "smartcrop/subjects/subject_tracks.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace smartcrop;

namespace {

constexpr int kPerson = 0, kCar = 2, kVase = 75;

/// A shot at 10 analyzed frames a second of 640x360 px; every analyzed frame is the third of the video.
ShotSignals shot_of(int frames) {
  ShotSignals shot{{{{640, 360}, 2}, {64, 36}, 5, {}}, 0.1, {}};
  for (int t = 0; t < frames; ++t) {
    FrameSignals frame;
    frame.index = {3 * t};
    shot.frames.push_back(frame);
  }
  return shot;
}

/// Detections at every fourth analyzed frame.
template <class Find>
std::vector<FrameDetections> every_fourth(int frames, const Find& find) {
  std::vector<FrameDetections> all;
  for (int t = 0; t < frames; t += 4) {
    FrameDetections at{{3 * t}, {}, {}};
    find(t, at);
    all.push_back(at);
  }
  return all;
}

double middle(const CropWindow& box) {
  return box.x + box.w / 2;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(subject_tracks)

BOOST_AUTO_TEST_CASE(default_options_are_valid) {
  BOOST_TEST(SubjectTrackOptions{}.problems().empty());
}

BOOST_AUTO_TEST_CASE(each_option_out_of_range_is_a_problem) {
  SubjectTrackOptions options;
  options.min_overlap = options.min_object_score = options.min_face_score = 1.1;
  options.max_distance = options.max_gap_s = options.hold_s = -1;
  options.max_area_ratio = 1;
  options.min_first_score = options.min_weak_overlap = -0.1;
  BOOST_TEST(options.problems().size() == 9u);
  BOOST_CHECK_THROW(track_subjects(shot_of(4), {}, options), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_person_who_walks_is_one_subject_with_a_box_in_every_frame) {
  const auto found = every_fourth(21, [](int t, FrameDetections& at) {
    at.objects = {{{100.0 + 8 * t, 90, 80, 200}, kPerson, 0.6}};
  });
  const auto subjects = track_subjects(shot_of(21), found);
  BOOST_REQUIRE(subjects.size() == 1u);
  const Subject& person = subjects[0];
  BOOST_TEST((person.kind == ObjectKind::person));
  BOOST_TEST((person.origin != SubjectOrigin::face));
  BOOST_TEST(person.first == 0u);
  BOOST_TEST(person.end() == 21u);
  BOOST_TEST(person.detections == 6);
  BOOST_TEST(person.hit_rate == 1.0);
  BOOST_TEST(std::abs(person.confidence - 0.6) < 1e-9);
  for (std::size_t t = 0; t < 21; ++t)
    BOOST_TEST(std::abs(person.box(t).x - 100 - 8.0 * static_cast<double>(t)) < 1e-6);
}

BOOST_AUTO_TEST_CASE(what_one_detection_claims_is_no_subject) {
  const auto found = every_fourth(21, [](int t, FrameDetections& at) {
    if (t == 8) at.objects = {{{100, 90, 80, 200}, kPerson, 0.9}};
  });
  BOOST_TEST(track_subjects(shot_of(21), found).empty());
}

BOOST_AUTO_TEST_CASE(in_a_short_shot_one_detection_is_enough) {
  const auto found = every_fourth(5, [](int, FrameDetections& at) {
    at.objects = {{{100, 90, 80, 200}, kPerson, 0.9}};
  });
  BOOST_TEST(track_subjects(shot_of(5), std::span(found).first(1)).size() == 1u);
}

BOOST_AUTO_TEST_CASE(weak_detections_and_fixtures_are_no_subjects) {
  const auto found = every_fourth(21, [](int, FrameDetections& at) {
    at.objects = {{{100, 90, 80, 200}, kPerson, 0.36}, {{400, 90, 80, 80}, kVase, 0.9}};
  });
  BOOST_TEST(track_subjects(shot_of(21), found).empty());
}

BOOST_AUTO_TEST_CASE(weak_detections_continue_a_track_both_ways_but_do_not_confirm_it) {
  const auto seen = [](int first, int last) {
    return every_fourth(61, [=](int t, FrameDetections& at) {
      at.objects = {{{100, 90, 80, 200}, kPerson, t >= first && t <= last ? 0.7 : 0.25}};
    });
  };
  const auto subjects = track_subjects(shot_of(61), seen(24, 32));
  BOOST_REQUIRE(subjects.size() == 1u);
  BOOST_TEST(subjects[0].first == 0u);
  BOOST_TEST(subjects[0].end() == 61u);
  BOOST_TEST(subjects[0].detections == 3);
  BOOST_TEST(subjects[0].hit_rate == 1.0);
  BOOST_TEST(track_subjects(shot_of(61), seen(24, 24)).empty());
}

BOOST_AUTO_TEST_CASE(a_weak_detection_of_another_kind_continues_nothing) {
  const auto found = every_fourth(61, [](int t, FrameDetections& at) {
    at.objects = {{{100, 90, 80, 200}, t <= 20 ? kPerson : kCar, t <= 20 ? 0.7 : 0.25}};
  });
  const auto subjects = track_subjects(shot_of(61), found);
  BOOST_REQUIRE(subjects.size() == 1u);
  BOOST_TEST(subjects[0].end() == 24u);  // .3 s after the last person
}

BOOST_AUTO_TEST_CASE(two_who_cross_stay_who_they_are) {
  const auto found = every_fourth(41, [](int t, FrameDetections& at) {
    at.objects = {{{40.0 + 12 * t, 90, 80, 200}, kPerson, 0.7},
                  {{520.0 - 12 * t, 100, 80, 190}, kPerson, 0.7}};
  });
  const auto subjects = track_subjects(shot_of(41), found);
  BOOST_REQUIRE(subjects.size() == 2u);
  BOOST_TEST(subjects[0].box(0).x < subjects[1].box(0).x);
  BOOST_TEST(subjects[0].box(40).x > subjects[1].box(40).x);
}

BOOST_AUTO_TEST_CASE(who_is_missed_for_a_second_is_the_same_and_for_two_is_another) {
  const auto seen_but = [](int from, int to) {
    return every_fourth(61, [=](int t, FrameDetections& at) {
      if (t < from || t >= to) at.objects = {{{100, 90, 80, 200}, kPerson, 0.7}};
    });
  };
  BOOST_TEST(track_subjects(shot_of(61), seen_but(20, 28)).size() == 1u);
  BOOST_TEST(track_subjects(shot_of(61), seen_but(20, 40)).size() == 2u);
}

BOOST_AUTO_TEST_CASE(the_flow_carries_a_box_beyond_its_detections) {
  ShotSignals shot = shot_of(21);
  // The content was one cell further left in the frame before: it moves right by a cell, 10 px, a frame.
  for (FrameSignals& frame : shot.frames)
    frame.flow = cv::Mat(36, 64, CV_8SC2, cv::Scalar(-1 / kFlowUnit, 0));
  const auto found = every_fourth(21, [](int t, FrameDetections& at) {
    if (t >= 8 && t <= 12) at.objects = {{{100.0 + 10 * t, 90, 80, 200}, kPerson, 0.7}};
  });
  const auto subjects = track_subjects(shot, found);
  BOOST_REQUIRE(subjects.size() == 1u);
  BOOST_TEST(subjects[0].first == 5u);   // .3 s before
  BOOST_TEST(subjects[0].end() == 16u);  // .3 s after
  BOOST_TEST(std::abs(subjects[0].box(5).x - 150) < 1e-6);
  BOOST_TEST(std::abs(subjects[0].box(15).x - 250) < 1e-6);
}

BOOST_AUTO_TEST_CASE(a_face_joins_the_person_whose_upper_body_holds_it) {
  const auto found = every_fourth(21, [](int, FrameDetections& at) {
    at.objects = {{{100, 90, 80, 200}, kPerson, 0.7}, {{400, 90, 80, 200}, kCar, 0.7}};
    at.faces = {{{420, 100, 30, 40}, 0.9}, {{125, 100, 30, 40}, 0.9}};
  });
  const auto subjects = track_subjects(shot_of(21), found);
  BOOST_REQUIRE(subjects.size() == 3u);
  BOOST_REQUIRE(subjects[0].face(10));
  BOOST_TEST(std::abs(middle(*subjects[0].face(10)) - 140) < 1e-6);
  BOOST_TEST(!subjects[1].face(10));  // a car has no face
  BOOST_TEST((subjects[2].origin == SubjectOrigin::face));
  BOOST_TEST(std::abs(middle(subjects[2].box(10)) - 435) < 1e-6);
  BOOST_TEST(subjects[2].box(10).y < 100);
  BOOST_TEST(subjects[2].box(10).w > 60);
}

BOOST_AUTO_TEST_CASE(the_turn_of_a_face_is_a_line_between_its_measurements) {
  const auto found = every_fourth(21, [](int t, FrameDetections& at) {
    at.objects = {{{100, 90, 80, 200}, kPerson, 0.7}};
    at.faces = {{{125, 100, 30, 40}, 0.9}};
    if (t == 4) at.faces[0].turn = 0.1;
    if (t == 12) at.faces[0].turn = -0.3;  // it was not measured between
  });
  const auto subjects = track_subjects(shot_of(21), found);
  BOOST_REQUIRE(subjects.size() == 1u);
  const double expected[] = {0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0, -0.05, -0.1, -0.15, -0.2, -0.25, -0.3, -0.3};
  for (std::size_t t = 0; t < std::size(expected); ++t)
    BOOST_TEST(std::abs(subjects[0].turn(t) - expected[t]) < 1e-9);
  BOOST_TEST(std::abs(subjects[0].turn(20) + 0.3) < 1e-9);
}

BOOST_AUTO_TEST_CASE(a_face_whose_turn_was_not_measured_counts_as_seen_from_the_front) {
  const auto found = every_fourth(21, [](int, FrameDetections& at) {
    at.faces = {{{125, 100, 30, 40}, 0.9}};
  });
  const auto subjects = track_subjects(shot_of(21), found);
  BOOST_REQUIRE(subjects.size() == 1u);
  BOOST_TEST(subjects[0].turn(10) == 0);
  BOOST_TEST(Subject().turn(0) == 0);
}

BOOST_AUTO_TEST_CASE(a_person_has_one_face_at_a_time) {
  const auto found = every_fourth(21, [](int, FrameDetections& at) {
    at.objects = {{{100, 90, 200, 250}, kPerson, 0.7}};  // two people whom the detector takes for one
    at.faces = {{{120, 100, 40, 50}, 0.9}, {{230, 100, 40, 50}, 0.9}};
  });
  const auto subjects = track_subjects(shot_of(21), found);
  BOOST_REQUIRE(subjects.size() == 2u);
  BOOST_TEST(subjects[0].face(10).has_value());
  BOOST_TEST((subjects[1].origin == SubjectOrigin::face));
}

BOOST_AUTO_TEST_CASE(no_frames_no_subjects) {
  BOOST_TEST(track_subjects(shot_of(0), {}).empty());
  BOOST_TEST(track_subjects(shot_of(5), {}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
