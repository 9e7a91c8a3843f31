#include "smartcrop/metrics/activity.hpp"

#include <boost/test/unit_test.hpp>

#include "smartcrop/metrics/field.hpp"
#include "source_support.hpp"

namespace smartcrop {
namespace {

namespace tt = boost::test_tools;

std::vector<SmallFrame> frames_of(int count) {
  SyntheticOptions options;
  options.size = {640, 360};
  options.frames = count;
  options.texture = 20;
  options.shapes = {{{400, 150, 80, 60}, {3, 0}, 230, 90, 180}};
  const auto source = make_synthetic_source(options);
  const MapGeometry geometry = map_geometry(source->info().size);
  std::vector<SmallFrame> frames;
  for (Frame frame; source->read(frame);) frames.push_back(shrink(frame, geometry));
  return frames;
}

ActivityRecord record_of(const std::vector<SmallFrame>& frames) {
  ActivityRecord record(frames.front().geometry, {Metric::edges, Metric::motion, Metric::complexity});
  for (const SmallFrame& frame : frames) record.add(frame);
  return record;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(metrics_activity)

BOOST_AUTO_TEST_CASE(over_the_whole_frame_it_is_the_mean_of_the_map) {
  const std::vector<SmallFrame> frames = frames_of(3);
  const ActivityRecord record = record_of(frames);
  const CropWindow whole{0, 0, 640, 360};
  for (const Metric metric : {Metric::motion, Metric::edges, Metric::complexity}) {
    Field field(frames[0].geometry);
    const FramePair pair{frames[2], frames[1]};
    field.add({&pair, 1});
    const double mean = WindowQuery(field).mean(whole)[static_cast<std::size_t>(metric)];
    BOOST_TEST(*record.mean(2, metric, whole) == mean, tt::tolerance(0.02));
  }
}

BOOST_AUTO_TEST_CASE(a_window_is_measured_where_it_lies) {
  const ActivityRecord record = record_of(frames_of(3));
  const double still = *record.mean(1, Metric::motion, {0, 0, 200, 360});
  const double moving = *record.mean(1, Metric::motion, {380, 0, 200, 360});
  BOOST_TEST(still == 0);
  BOOST_TEST(moving > 0.5);
  // Half over a window: half of it.
  BOOST_TEST(*record.mean(1, Metric::motion, {180, 0, 400, 360}) == moving / 2, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(parts_of_a_window_outside_the_frame_do_not_count) {
  const ActivityRecord record = record_of(frames_of(2));
  BOOST_TEST(*record.mean(1, Metric::edges, {-100, -100, 840, 560}) ==
                 *record.mean(1, Metric::edges, {0, 0, 640, 360}),
             tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(the_first_frame_has_no_motion_and_others_have_their_number_and_time) {
  const std::vector<SmallFrame> frames = frames_of(2);
  const ActivityRecord record = record_of(frames);
  BOOST_TEST(record.size() == 2u);
  BOOST_TEST(!record.mean(0, Metric::motion, {0, 0, 100, 100}).has_value());
  BOOST_TEST(record.mean(0, Metric::edges, {0, 0, 100, 100}).has_value());
  BOOST_TEST((record.time(1) == frames[1].time));
  BOOST_TEST(record.index(1).value == 1);
}

BOOST_AUTO_TEST_CASE(every_nth_frame_is_measured_as_it_is_among_all) {
  const std::vector<SmallFrame> frames = frames_of(7);
  const ActivityRecord all = record_of(frames);
  ActivityRecord some(frames[0].geometry, {Metric::motion}, 3);
  for (const SmallFrame& frame : frames) some.add(frame);
  BOOST_TEST(some.size() == 7u);
  const CropWindow window{380, 0, 200, 360};
  for (const std::size_t i : {3u, 6u})
    BOOST_TEST(*some.mean(i, Metric::motion, window) == *all.mean(i, Metric::motion, window));
  for (const std::size_t i : {0u, 1u, 2u, 4u, 5u})
    BOOST_TEST(!some.mean(i, Metric::motion, window).has_value());
  BOOST_CHECK_THROW(ActivityRecord(frames[0].geometry, {}, 0), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_metric_that_was_not_recorded_is_an_error) {
  BOOST_CHECK_THROW(static_cast<void>(record_of(frames_of(1)).mean(0, Metric::saturation, {0, 0, 9, 9})),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_frame_smaller_than_the_grid_is_measured_too) {
  SyntheticOptions options;
  options.size = {8, 6};
  options.frames = 2;
  const auto source = make_synthetic_source(options);
  const MapGeometry geometry = map_geometry(source->info().size);
  ActivityRecord record(geometry, {Metric::motion});
  for (Frame frame; source->read(frame);) record.add(shrink(frame, geometry));
  BOOST_TEST(*record.mean(1, Metric::motion, {0, 0, 8, 6}) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace smartcrop
