#include "smartcrop/metrics/metric_timeline.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "metrics_support.hpp"
#include "smartcrop/metrics/measure.hpp"
#include "smartcrop/video/synthetic_source.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

MetricRecord measured(int threads, SamplingMode mode, int frames = 400) {
  SyntheticOptions scene;
  scene.frames = frames;
  scene.shapes = {{cv::Rect2d(20, 50, 60, 60), cv::Point2d(0.5, 0), 220, 90, 200}};
  MeasureOptions options;
  options.sampling.mode = mode;
  options.threads = threads;
  return measure(*make_synthetic_source(scene), options);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(metric_timeline)

BOOST_AUTO_TEST_CASE(steps_are_finer_in_short_ranges_and_coarser_in_long_ones) {
  BOOST_TEST(timeline_step_s(std::nullopt) == 1);
  BOOST_TEST(timeline_step_s(10) == 0.25);
  BOOST_TEST(timeline_step_s(31) == 1);
  BOOST_TEST(timeline_step_s(7200) == 10);
  BOOST_CHECK_THROW(MetricTimeline(0), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(the_sums_of_a_frame_are_those_of_its_maps) {
  const std::vector<FramePair> samples = pairs_of({small_noise({53, 47}, 1), small_noise({53, 47}, 2)});
  Field field(samples.front().frame.geometry);
  const std::vector<FrameSums> sums = field.add(samples, 3);
  BOOST_REQUIRE(sums.size() == samples.size());
  for (const Metric metric : kMetrics) {
    const auto m = static_cast<std::size_t>(metric);
    double total = 0;
    for (const FrameSums& frame : sums) total += static_cast<double>(frame[m]);
    BOOST_TEST(total == cv::sum(field.sum[m])[0], metric_name(metric));
  }
}

BOOST_AUTO_TEST_CASE(frames_are_averaged_within_their_step) {
  FramePair pair{small_noise({20, 10}, 1), std::nullopt};
  pair.frame.time = {{1, 2}};
  MetricTimeline timeline(1);
  const std::uint64_t cells = 200, code = 256;
  timeline.add(pair, {0, 2 * code * cells, 4 * code * cells, 0});
  pair.previous = pair.frame;
  timeline.add(pair, {6 * code * cells, 4 * code * cells, 4 * code * cells, 0});
  pair.frame.time = {{3, 1}};
  timeline.add(pair, {1, 1, 1, 1});
  const auto steps = timeline.steps();
  BOOST_REQUIRE(steps.size() == 2u);
  BOOST_TEST(steps[0].index == 0);
  BOOST_TEST(*steps[0].mean[static_cast<std::size_t>(Metric::motion)] == 6);  // of the one that has motion
  BOOST_TEST(*steps[0].mean[static_cast<std::size_t>(Metric::complexity)] == 3);
  BOOST_TEST(*steps[0].mean[static_cast<std::size_t>(Metric::edges)] == 4);
  BOOST_TEST(steps[1].index == 3);
}

BOOST_AUTO_TEST_CASE(motion_is_unknown_where_no_frame_had_one_before_it) {
  FramePair pair{small_noise({20, 10}, 1), std::nullopt};
  MetricTimeline timeline(1);
  timeline.add(pair, {});
  BOOST_TEST(!timeline.steps().front().mean[static_cast<std::size_t>(Metric::motion)].has_value());
}

BOOST_AUTO_TEST_CASE(timelines_of_other_steps_do_not_add_up) {
  MetricTimeline timeline(1);
  BOOST_CHECK_THROW(timeline += MetricTimeline(10), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(measure_makes_the_same_one_at_1_2_and_5_threads) {
  for (const SamplingMode mode : {SamplingMode::dense, SamplingMode::bursts}) {
    const auto one = measured(1, mode).timeline.steps();
    BOOST_TEST(one.size() > 10u);
    for (const int threads : {2, 5}) {
      const auto many = measured(threads, mode).timeline.steps();
      BOOST_REQUIRE(many.size() == one.size());
      for (std::size_t i = 0; i < one.size(); ++i) {
        BOOST_TEST(many[i].index == one[i].index);
        BOOST_TEST((many[i].mean == one[i].mean));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(the_timeline_of_a_dense_pass_covers_it_and_averages_to_the_field) {
  const MetricRecord all = measured(1, SamplingMode::dense, 101);
  const auto steps = all.timeline.steps();
  BOOST_TEST(steps.size() == 17u);  // 4.04 s in quarters; the first frame is measured with none of its own
  const auto edges = static_cast<std::size_t>(Metric::edges);
  double sum = 0;
  for (const auto& step : steps) sum += *step.mean[edges];
  BOOST_TEST(sum / static_cast<double>(steps.size()) == cv::mean(all.field.mean(Metric::edges))[0],
             boost::test_tools::tolerance(0.01));
}

BOOST_AUTO_TEST_CASE(longer_steps_hold_what_the_short_ones_held) {
  MetricTimeline fine(0.25), coarse(1);
  for (const std::int64_t index : {0, 3, 4, 9}) {
    const MetricTimeline::Bin bin{{10, 20, 30, static_cast<std::uint64_t>(index)}, {1, 1, 1, 1}};
    fine.add(index, bin);
    coarse.add(index / 4, bin);
  }
  const MetricTimeline coarsened = fine.coarsened(4);
  BOOST_TEST(coarsened.step_s() == 1);
  BOOST_TEST((coarsened.bins() == coarse.bins()));
  BOOST_CHECK_THROW(fine.coarsened(0), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
