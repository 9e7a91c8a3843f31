#include "smartcrop/subjects/face_tracks.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <stdexcept>

#include "subjects/subjects_support.hpp"
#include "support/skip.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

/// Tenths of a second.
Time tenths(std::int64_t n) {
  return {Rational(n, 10)};
}

/// A square face of 100 px.
FaceBox face_at(double x, double y, double score = 0.9, double side = 100) {
  return {{x, y, side, side}, score};
}

Shot shot(std::int64_t start, std::int64_t end) {
  return {{start * 3}, {end * 3}, tenths(start), tenths(end)};
}

/// x of the only face at a moment; nan where there is none or another number.
double only_x(const FaceTimeline& timeline, Time time) {
  const auto faces = timeline.faces_at(time);
  return faces.size() == 1 ? faces[0].box.x : std::nan("");
}

template <class Change>
std::string problem(Change change) {
  FaceTrackOptions options;
  change(options);
  const auto problems = options.problems();
  return problems.size() == 1 ? problems.front() : "(" + std::to_string(problems.size()) + " problems)";
}

constexpr auto kExact = 1e-9;

}  // namespace

BOOST_AUTO_TEST_SUITE(face_tracks)

BOOST_AUTO_TEST_CASE(default_options_are_valid) {
  BOOST_TEST(FaceTrackOptions{}.problems().empty());
}

BOOST_AUTO_TEST_CASE(each_option_out_of_range_is_named_with_its_value) {
  BOOST_TEST(problem([](auto& o) { o.min_detections = 0; }) == "min_detections 0 must be above 0");
  BOOST_TEST(problem([](auto& o) { o.window_s = -1; }) == "window_s -1 must be at least 0");
  BOOST_TEST(problem([](auto& o) { o.min_mean_score = 1.5; }) == "min_mean_score 1.5 must be 0 to 1");
  BOOST_TEST(problem([](auto& o) { o.max_gap_s = -0.5; }) == "max_gap_s -0.5 must be at least 0");
  BOOST_TEST(problem([](auto& o) { o.hold_s = 0; }) == "hold_s 0 must be 0.001 to 3600");
  BOOST_TEST(problem([](auto& o) { o.max_distance = 0; }) == "max_distance 0 must be above 0");
  BOOST_TEST(problem([](auto& o) { o.max_size_ratio = 1; }) == "max_size_ratio 1 must be above 1");
}

BOOST_AUTO_TEST_CASE(options_out_of_range_are_refused) {
  FaceTrackOptions options;
  options.max_distance = -2;
  const auto call = [&] { confirm_faces({}, {}, options); };
  BOOST_TEST(contains(thrown<std::invalid_argument>(call), "max_distance -2"));
}

BOOST_AUTO_TEST_CASE(no_samples_give_no_faces) {
  const FaceTimeline timeline = confirm_faces({});
  BOOST_TEST(timeline.tracks().empty());
  BOOST_TEST(timeline.faces_at(tenths(3)).empty());
}

BOOST_AUTO_TEST_CASE(samples_without_faces_give_no_faces) {
  const std::vector<FaceSample> samples{{tenths(0), {}}, {tenths(2), {}}, {tenths(4), {}}};
  BOOST_TEST(confirm_faces(samples).tracks().empty());
}

BOOST_AUTO_TEST_CASE(a_false_face_in_one_frame_gives_nothing) {
  const std::vector<FaceSample> samples{
      {tenths(0), {}}, {tenths(2), {face_at(500, 300, 0.99)}}, {tenths(4), {}}, {tenths(6), {}}};
  const FaceTimeline timeline = confirm_faces(samples);
  for (int t = 0; t < 10; ++t) BOOST_TEST(timeline.faces_at(tenths(t)).empty());
}

BOOST_AUTO_TEST_CASE(a_false_face_beside_a_real_one_does_not_move_it) {
  const std::vector<FaceSample> samples{{tenths(0), {face_at(100, 100)}},
                                        {tenths(2), {face_at(700, 300, 0.99), face_at(100, 100)}},
                                        {tenths(4), {face_at(100, 100)}}};
  const FaceTimeline timeline = confirm_faces(samples);
  BOOST_TEST(timeline.tracks().size() == 1U);
  for (int t = 0; t <= 5; ++t) BOOST_TEST(only_x(timeline, tenths(t)) == 100);
}

BOOST_AUTO_TEST_CASE(two_detections_within_the_window_make_a_face) {
  const std::vector<FaceSample> samples{{tenths(0), {face_at(100, 50)}}, {tenths(2), {face_at(110, 50)}}};
  const FaceTimeline timeline = confirm_faces(samples);
  BOOST_REQUIRE(timeline.tracks().size() == 1U);
  BOOST_TEST(timeline.tracks()[0].points.size() == 2U);
  BOOST_CHECK((timeline.tracks()[0].points[1].face == face_at(110, 50)));
}

BOOST_AUTO_TEST_CASE(detections_too_far_apart_in_time_do_not_confirm_each_other) {
  FaceTrackOptions options;
  options.max_gap_s = 5;
  const std::vector<FaceSample> samples{{tenths(0), {face_at(0, 0)}}, {tenths(11), {face_at(0, 0)}}};
  BOOST_TEST(confirm_faces(samples, {}, options).tracks().empty());
  options.window_s = 1.1;
  BOOST_TEST(confirm_faces(samples, {}, options).tracks().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_track_whose_detections_are_unsure_is_dropped) {
  FaceTrackOptions options;
  options.min_mean_score = 0.8;
  const auto tracks = [&](double first, double second) {
    const std::vector<FaceSample> samples{{tenths(0), {face_at(0, 0, first)}},
                                          {tenths(2), {face_at(0, 0, second)}}};
    return confirm_faces(samples, {}, options).tracks().size();
  };
  BOOST_TEST(tracks(0.75, 0.8) == 0U);
  BOOST_TEST(tracks(0.75, 0.9) == 1U);
}

BOOST_AUTO_TEST_CASE(a_sure_stretch_confirms_the_whole_track) {
  FaceTrackOptions options;
  options.min_mean_score = 0.8;
  const std::vector<FaceSample> samples{{tenths(0), {face_at(0, 0, 0.71)}},
                                        {tenths(2), {face_at(0, 0, 0.71)}},
                                        {tenths(4), {face_at(0, 0, 0.95)}}};
  const FaceTimeline timeline = confirm_faces(samples, {}, options);
  BOOST_REQUIRE(timeline.tracks().size() == 1U);
  BOOST_TEST(timeline.tracks()[0].points.size() == 3U);
}

BOOST_AUTO_TEST_CASE(one_detection_is_enough_where_one_is_asked_for) {
  FaceTrackOptions options;
  options.min_detections = 1;
  const std::vector<FaceSample> samples{{tenths(5), {face_at(40, 0)}}};
  const FaceTimeline timeline = confirm_faces(samples, {}, options);
  BOOST_TEST(only_x(timeline, tenths(5)) == 40);
}

BOOST_AUTO_TEST_CASE(between_detections_the_box_moves_and_grows_in_a_straight_line) {
  const std::vector<FaceSample> samples{{tenths(0), {face_at(100, 40, 0.8, 100)}},
                                        {tenths(4), {face_at(140, 20, 0.9, 120)}}};
  const auto faces = confirm_faces(samples).faces_at(tenths(1));
  BOOST_REQUIRE(faces.size() == 1U);
  BOOST_TEST(std::abs(faces[0].box.x - 110) < kExact);
  BOOST_TEST(std::abs(faces[0].box.y - 35) < kExact);
  BOOST_TEST(std::abs(faces[0].box.w - 105) < kExact);
  BOOST_TEST(std::abs(faces[0].box.h - 105) < kExact);
  BOOST_TEST(std::abs(faces[0].score - 0.825) < kExact);
}

BOOST_AUTO_TEST_CASE(at_a_detection_the_box_is_the_detected_one) {
  const std::vector<FaceSample> samples{
      {tenths(0), {face_at(1, 2)}}, {tenths(2), {face_at(11.3, 2.7)}}, {tenths(4), {face_at(17.9, 3)}}};
  const FaceTimeline timeline = confirm_faces(samples);
  for (const FaceSample& sample : samples) {
    const auto faces = timeline.faces_at(sample.time);
    BOOST_REQUIRE(faces.size() == 1U);
    BOOST_CHECK((faces[0].box == sample.faces[0].box));
  }
}

BOOST_AUTO_TEST_CASE(a_short_gap_is_filled_and_a_long_one_is_not) {
  std::vector<FaceSample> samples;
  for (const int t : {0, 2, 12, 14, 26, 28}) samples.push_back({tenths(t), {face_at(200 + t, 100)}});
  const FaceTimeline timeline = confirm_faces(samples);
  BOOST_TEST(timeline.tracks().size() == 2U);
  BOOST_TEST(std::abs(only_x(timeline, tenths(7)) - 207) < kExact);  // gap of a second
  BOOST_TEST(timeline.faces_at(tenths(20)).empty());                 // gap of 1.2 s
  BOOST_TEST(std::abs(only_x(timeline, tenths(27)) - 227) < kExact);
}

BOOST_AUTO_TEST_CASE(a_face_is_held_for_a_stated_time_at_both_ends) {
  FaceTrackOptions options;
  options.hold_s = 0.3;
  const std::vector<FaceSample> samples{{tenths(10), {face_at(50, 0)}}, {tenths(12), {face_at(60, 0)}}};
  const FaceTimeline timeline = confirm_faces(samples, {}, options);
  BOOST_TEST(timeline.faces_at(tenths(6)).empty());
  BOOST_TEST(only_x(timeline, tenths(7)) == 50);
  BOOST_TEST(only_x(timeline, tenths(14)) == 60);
  BOOST_TEST(timeline.faces_at(tenths(15)).empty());
}

BOOST_AUTO_TEST_CASE(no_face_is_held_before_the_beginning) {
  const std::vector<FaceSample> samples{{tenths(1), {face_at(50, 0)}}, {tenths(3), {face_at(60, 0)}}};
  BOOST_CHECK((confirm_faces(samples).tracks()[0].start == Time{}));
}

BOOST_AUTO_TEST_CASE(a_moving_face_stays_one_track) {
  std::vector<FaceSample> samples;
  for (int i = 0; i < 20; ++i) samples.push_back({tenths(2 * i), {face_at(140.0 * i, 100)}});
  const FaceTimeline timeline = confirm_faces(samples);
  BOOST_TEST(timeline.tracks().size() == 1U);
  BOOST_TEST(std::abs(only_x(timeline, tenths(11)) - 770) < kExact);
}

BOOST_AUTO_TEST_CASE(a_face_that_jumps_is_another_face) {
  const std::vector<FaceSample> samples{{tenths(0), {face_at(0, 0)}},
                                        {tenths(2), {face_at(0, 0)}},
                                        {tenths(4), {face_at(600, 0)}},
                                        {tenths(6), {face_at(600, 0)}}};
  const FaceTimeline timeline = confirm_faces(samples);
  BOOST_TEST(timeline.tracks().size() == 2U);
  BOOST_TEST(only_x(timeline, tenths(1)) == 0);
  BOOST_TEST(only_x(timeline, tenths(6)) == 600);
}

BOOST_AUTO_TEST_CASE(a_face_of_another_size_at_the_same_place_is_another_face) {
  const std::vector<FaceSample> samples{{tenths(0), {face_at(100, 100, 0.9, 100)}},
                                        {tenths(2), {face_at(60, 60, 0.9, 180)}}};
  BOOST_TEST(confirm_faces(samples).tracks().empty());
}

BOOST_AUTO_TEST_CASE(two_faces_side_by_side_are_two_tracks) {
  std::vector<FaceSample> samples;
  for (int i = 0; i < 5; ++i) {
    // The detector's order changes.
    std::vector<FaceBox> faces{face_at(100, 100), face_at(220, 100)};
    if (i % 2 == 1) std::swap(faces[0], faces[1]);
    samples.push_back({tenths(2 * i), faces});
  }
  const FaceTimeline timeline = confirm_faces(samples);
  BOOST_REQUIRE(timeline.tracks().size() == 2U);
  for (int t = 0; t <= 8; ++t) {
    const auto faces = timeline.faces_at(tenths(t));
    BOOST_REQUIRE(faces.size() == 2U);
    BOOST_TEST(faces[0].box.x == 100);
    BOOST_TEST(faces[1].box.x == 220);
  }
}

BOOST_AUTO_TEST_CASE(two_faces_that_cross_keep_their_tracks) {
  std::vector<FaceSample> samples;
  for (int i = 0; i <= 10; ++i) {
    samples.push_back({tenths(2 * i), {face_at(100 + 60 * i, 100), face_at(730 - 60 * i, 110)}});
  }
  const FaceTimeline timeline = confirm_faces(samples);
  BOOST_REQUIRE(timeline.tracks().size() == 2U);
  for (int i = 0; i <= 10; ++i) {
    const auto faces = timeline.faces_at(tenths(2 * i));
    BOOST_REQUIRE(faces.size() == 2U);
    BOOST_TEST(faces[0].track == 0U);
    BOOST_TEST(faces[0].box.x == 100 + 60 * i);
    BOOST_TEST(faces[1].box.x == 730 - 60 * i);
  }
}

BOOST_AUTO_TEST_CASE(faces_that_cross_unseen_come_out_on_their_own_sides) {
  std::vector<FaceSample> samples;
  for (int i = 0; i <= 8; ++i) {
    FaceSample sample{tenths(2 * i), {face_at(100 + 50 * i, 100), face_at(500 - 50 * i, 100)}};
    if (i == 4) sample.faces.resize(1);  // one hides the other
    samples.push_back(sample);
  }
  const FaceTimeline timeline = confirm_faces(samples);
  BOOST_REQUIRE(timeline.tracks().size() == 2U);
  BOOST_TEST(timeline.tracks()[0].points.back().face.box.x == 500);
  BOOST_TEST(timeline.tracks()[1].points.back().face.box.x == 100);
}

BOOST_AUTO_TEST_CASE(a_track_ends_at_a_shot_and_the_next_shot_begins_anew) {
  std::vector<FaceSample> samples;
  for (int t = 0; t < 20; t += 2) samples.push_back({tenths(t), {face_at(t < 10 ? 300 : 320, 100)}});
  const std::vector<Shot> shots{shot(0, 9), shot(9, 20)};
  const FaceTimeline timeline = confirm_faces(samples, shots);
  BOOST_REQUIRE(timeline.tracks().size() == 2U);
  BOOST_CHECK((timeline.tracks()[0].end == tenths(9)));
  BOOST_CHECK((timeline.tracks()[1].start == tenths(9)));
  BOOST_TEST(only_x(timeline, {Rational(899, 1000)}) == 300);
  BOOST_TEST(only_x(timeline, tenths(9)) == 320);  // no interpolation across the cut
}

BOOST_AUTO_TEST_CASE(detections_on_both_sides_of_a_cut_do_not_confirm_each_other) {
  const std::vector<FaceSample> samples{
      {tenths(0), {}}, {tenths(2), {face_at(300, 100)}}, {tenths(4), {face_at(300, 100)}}, {tenths(6), {}}};
  BOOST_TEST(confirm_faces(samples).tracks().size() == 1U);
  const std::vector<Shot> shots{shot(0, 3), shot(3, 10)};
  BOOST_TEST(confirm_faces(samples, shots).tracks().empty());
}

BOOST_AUTO_TEST_CASE(shots_without_samples_and_samples_beyond_the_shots_do_no_harm) {
  const std::vector<FaceSample> samples{{tenths(4), {face_at(300, 100)}},
                                        {tenths(5), {face_at(300, 100)}},
                                        {tenths(60), {face_at(10, 10)}},
                                        {tenths(61), {face_at(20, 10)}}};
  const std::vector<Shot> shots{shot(10, 20), shot(20, 30), shot(30, 40)};
  const FaceTimeline timeline = confirm_faces(samples, shots);
  BOOST_REQUIRE(timeline.tracks().size() == 2U);
  BOOST_CHECK((timeline.tracks()[0].start == tenths(4)));
  BOOST_TEST(only_x(timeline, tenths(61)) == 20);
}

BOOST_AUTO_TEST_CASE(samples_and_shots_out_of_order_are_refused) {
  const std::vector<FaceSample> samples{{tenths(2), {}}, {tenths(2), {}}};
  BOOST_TEST(contains(thrown<std::invalid_argument>([&] { confirm_faces(samples); }), "sample 1"));
  const std::vector<Shot> shots{shot(5, 9), shot(0, 5)};
  BOOST_TEST(contains(thrown<std::invalid_argument>([&] { confirm_faces({}, shots); }), "shot 1"));
}

BOOST_AUTO_TEST_CASE(a_timeline_refuses_tracks_that_cannot_be) {
  const FaceTrackPoint point{tenths(1), face_at(0, 0)};
  BOOST_CHECK_THROW(FaceTimeline({FaceTrack{tenths(0), tenths(2), {}}}), std::invalid_argument);
  BOOST_CHECK_THROW(FaceTimeline({FaceTrack{tenths(0), tenths(2), {point, point}}}), std::invalid_argument);
  BOOST_CHECK_THROW(FaceTimeline({FaceTrack{tenths(2), tenths(2), {point}}}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_moment_among_many_tracks_has_the_faces_of_a_plain_search) {
  std::vector<FaceTrack> tracks;
  for (int i = 0; i < 200; ++i) {
    const int start = (i * 37) % 500;
    const int length = 1 + (i * 13) % 40 + (i == 7 ? 400 : 0);
    tracks.push_back({tenths(start), tenths(start + length), {{tenths(start), face_at(i, 0)}}});
  }
  const FaceTimeline timeline(tracks);
  for (int t = 0; t < 600; t += 3) {
    std::vector<double> expected, found;
    for (const FaceTrack& track : tracks) {
      if (track.start <= tenths(t) && tenths(t) < track.end) expected.push_back(track.points[0].face.box.x);
    }
    for (const TrackedFace& face : timeline.faces_at(tenths(t))) found.push_back(face.box.x);
    std::sort(expected.begin(), expected.end());
    std::sort(found.begin(), found.end());
    BOOST_TEST(found == expected, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(the_same_samples_give_the_same_timeline) {
  std::vector<FaceSample> samples;
  for (int i = 0; i < 100; ++i) {
    FaceSample sample{tenths(2 * i), {}};
    for (int k = 0; k < 6; ++k) {
      if ((i * 7 + k * 3) % 5 != 0)
        sample.faces.push_back(face_at(110 * k + (i * 31) % 17, (k * i) % 23, 0.9));
    }
    samples.push_back(sample);
  }
  const FaceTimeline first = confirm_faces(samples);
  BOOST_TEST(first.tracks().size() == 6U);
  BOOST_CHECK((first.tracks() == confirm_faces(samples).tracks()));
}

BOOST_AUTO_TEST_CASE(the_face_of_a_real_clip_is_one_track_without_gaps,
                     *boost::unit_test::label("evaluation")) {
  std::vector<SmallFrame> frames = frames_with_a_face(20);
  if (frames.empty() || skips(!find_face_model(), "the face model", "scripts/fetch-models")) return;
  const auto found = detect_faces(detector_with(FaceBackend::ultraface), frames);
  std::vector<FaceSample> samples;
  for (std::size_t i = 0; i < frames.size(); ++i) samples.push_back({frames[i].time, found[i]});
  FaceTrackOptions options;  // one sample a second
  options.window_s = 1.2;
  options.max_gap_s = 2.2;
  options.max_distance = 3;
  const FaceTimeline timeline = confirm_faces(samples, {}, options);
  BOOST_REQUIRE(timeline.tracks().size() == 1U);
  BOOST_TEST(timeline.tracks()[0].points.size() >= 19U);
}

BOOST_AUTO_TEST_SUITE_END()
