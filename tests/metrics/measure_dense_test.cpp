#include <boost/test/unit_test.hpp>

#include "source_support.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

BOOST_AUTO_TEST_SUITE(metrics)

BOOST_AUTO_TEST_CASE(default_options_are_valid) {
  BOOST_TEST(MeasureOptions().problems().empty());
}

BOOST_AUTO_TEST_CASE(each_option_out_of_range_is_named) {
  MeasureOptions options;
  options.threads = -1;
  options.sampling.every = 0;
  options.sampling.samples = 0;
  BOOST_TEST(options.problems().size() == 3U);
  const auto source = make_synthetic_source(moving_square(5));
  const std::string text = thrown<std::invalid_argument>([&] { measure(*source, options); });
  for (const char* name : {"threads", "every", "samples"}) BOOST_TEST(contains(text, name));
}

BOOST_AUTO_TEST_CASE(bursts_of_reference_frames_are_refused) {
  MeasureOptions options = bursts(5);
  options.sampling.reference_frames_only = true;
  const auto source = make_synthetic_source(moving_square(5));
  BOOST_TEST(contains(thrown<std::invalid_argument>([&] { measure(*source, options); }), "reference frames"));
}

BOOST_AUTO_TEST_CASE(dense_measures_every_frame_but_the_first) {
  const SyntheticOptions video = moving_square(20);
  const auto source = make_synthetic_source(video);
  const MetricRecord result = measure(*source, dense());
  BOOST_TEST((result.mode == SamplingMode::dense));
  BOOST_TEST(result.frames_decoded == 20);
  BOOST_TEST(result.frames_measured == 19);
  BOOST_TEST(result.evenness == 1);
  BOOST_TEST(same_bits(result.field, field_of_pairs(video, numbers(1, 20))));
}

BOOST_AUTO_TEST_CASE(every_nth_frame_is_measured_beside_its_neighbor) {
  const SyntheticOptions video = moving_square(41);
  for (const int every : {2, 3, 7, 16, 39, 40, 41, 1000}) {
    const auto source = make_synthetic_source(video);
    const MetricRecord result = measure(*source, dense(every));
    const std::vector<int> measured = numbers(1, 41, every);
    BOOST_TEST_CONTEXT("every " << every) {
      BOOST_TEST(result.frames_decoded == 41);
      BOOST_TEST(result.frames_measured == std::ssize(measured));
      BOOST_TEST(same_bits(result.field, field_of_pairs(video, measured)));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_range_of_times_includes_its_start_and_excludes_its_end) {
  const SyntheticOptions video = moving_square(60);
  MeasureOptions options = dense();
  options.sampling.start = at_frame(17);
  options.sampling.end = at_frame(43);
  const auto source = make_synthetic_source(video);
  const MetricRecord result = measure(*source, options);
  BOOST_TEST(result.frames_measured == 25);
  BOOST_TEST(same_bits(result.field, field_of_pairs(video, numbers(18, 43))));
  BOOST_TEST(result.frames_decoded == 43 - 12);  // from the key frame before the start
}

BOOST_AUTO_TEST_CASE(a_time_between_two_frames_starts_at_the_later) {
  const SyntheticOptions video = moving_square(30);
  MeasureOptions options = dense();
  options.sampling.start = Time{Rational(2 * 10 + 1, 50)};  // half a frame after frame 10
  options.sampling.end = Time{Rational(2 * 20 + 1, 50)};
  const auto source = make_synthetic_source(video);
  BOOST_TEST(same_bits(measure(*source, options).field, field_of_pairs(video, numbers(12, 21))));
}

BOOST_AUTO_TEST_CASE(a_range_of_frames_is_counted_from_the_beginning) {
  const SyntheticOptions video = moving_square(60);
  MeasureOptions options = dense();
  options.sampling.start = FrameIndex{17};
  options.sampling.end = FrameIndex{43};
  const auto source = make_synthetic_source(video);
  const MetricRecord result = measure(*source, options);
  BOOST_TEST(result.frames_decoded == 43);
  BOOST_TEST(same_bits(result.field, field_of_pairs(video, numbers(18, 43))));
}

BOOST_AUTO_TEST_CASE(a_time_and_a_frame_may_bound_a_range_together) {
  const SyntheticOptions video = moving_square(60);
  MeasureOptions options = dense();
  options.sampling.start = at_frame(30);
  options.sampling.end = FrameIndex{40};
  const auto source = make_synthetic_source(video);
  BOOST_TEST(same_bits(measure(*source, options).field, field_of_pairs(video, numbers(31, 40))));
}

BOOST_AUTO_TEST_CASE(the_parts_of_a_video_add_up_to_the_whole) {
  // Each part measures all its frames but the first; so parts overlap by one frame.
  const SyntheticOptions video = moving_square(50);
  Field sum(map_geometry(video.size));
  for (int first = 0; first < 49; first += 10) {
    MeasureOptions options = dense();
    options.sampling.start = at_frame(first);
    options.sampling.end = at_frame(first + 11);
    const auto source = make_synthetic_source(video);
    sum += measure(*source, options).field;
  }
  const auto source = make_synthetic_source(video);
  BOOST_TEST(same_bits(sum, measure(*source, dense()).field));
}

BOOST_AUTO_TEST_CASE(dense_gives_the_same_bits_for_any_number_of_threads) {
  const SyntheticOptions video = moving_square(40);
  const Field expected = field_of_pairs(video, numbers(1, 40));
  for (const int threads : {0, 1, 2, 3, 8}) {
    MeasureOptions options = dense();
    options.threads = threads;
    const auto source = make_synthetic_source(video);
    BOOST_TEST(same_bits(measure(*source, options).field, expected));
  }
}

BOOST_AUTO_TEST_CASE(one_frame_is_measured_without_motion) {
  const auto check = [](const MetricRecord& result) {
    BOOST_TEST(result.frames_decoded == 1);
    BOOST_TEST(result.frames_measured == 0);
    BOOST_TEST((result.field.count == std::array<std::int64_t, kMetricCount>{0, 1, 1, 1}));
    const MetricValues values = WindowQuery(result.field).mean({0, 0, 96, 64});
    BOOST_TEST(values[0] == 0);
    for (std::size_t i = 1; i < kMetricCount; ++i) BOOST_TEST(values[i] > 0);
  };
  check(measure(*make_synthetic_source(moving_square(1)), dense()));
  check(measure(*make_synthetic_source(moving_square(1)), bursts(50)));
}

BOOST_AUTO_TEST_CASE(a_video_without_frames_is_an_error) {
  for (const MeasureOptions& options : {dense(), bursts(50)}) {
    const auto source = make_synthetic_source(moving_square(0));
    BOOST_TEST(contains(thrown<Error>([&] { measure(*source, options); }), "synthetic: no frame"));
  }
}

BOOST_AUTO_TEST_CASE(a_range_behind_the_end_is_an_error_that_names_it) {
  for (MeasureOptions options : {dense(), bursts(50)}) {
    options.sampling.start = Time{Rational(100)};
    const auto source = make_synthetic_source(moving_square(20));
    BOOST_TEST(contains(thrown<Error>([&] { measure(*source, options); }), "from 00:01:40.000"));
    options.sampling.start = FrameIndex{20};
    const auto again = make_synthetic_source(moving_square(20));
    BOOST_TEST(contains(thrown<Error>([&] { measure(*again, options); }), "from frame 20"));
  }
}

BOOST_AUTO_TEST_CASE(a_source_that_was_read_before_is_measured_from_its_start) {
  const SyntheticOptions video = moving_square(20);
  const auto source = make_synthetic_source(video);
  const Field once = measure(*source, dense()).field;
  BOOST_TEST(same_bits(measure(*source, dense()).field, once));
}

BOOST_AUTO_TEST_CASE(a_live_source_without_an_end_gives_as_many_pairs_as_asked_for) {
  OddSource::Habits camera;
  camera.seeks = camera.clones = camera.has_index = camera.knows_length = false;
  camera.is_live = true;
  for (MeasureOptions options : {dense(), bursts(7)}) {
    options.sampling.samples = 7;
    OddSource source(moving_square(100), camera);
    const MetricRecord result = measure(source, options);
    BOOST_TEST((result.mode == SamplingMode::dense));
    BOOST_TEST(result.frames_measured == 7);
    BOOST_TEST(source.frames_read == 8);
    options.sampling.end = at_frame(31);
    OddSource bounded(moving_square(100), camera);
    const bool every = options.sampling.mode == SamplingMode::dense;
    BOOST_TEST(measure(bounded, options).frames_measured == (every ? 30 : 8));  // every or every fourth
  }
}

BOOST_AUTO_TEST_CASE(progress_counts_frames_and_never_steps_back) {
  for (MeasureOptions options : {dense(), dense(5), bursts(10), bursts(500)}) {
    for (const bool has_range : {false, true}) {
      std::vector<std::pair<std::int64_t, std::int64_t>> reports;
      options.progress = [&](std::int64_t done, std::int64_t total) { reports.emplace_back(done, total); };
      if (has_range) options.sampling.start = FrameIndex{20};
      const auto source = make_synthetic_source(moving_square(80));
      measure(*source, options);
      BOOST_REQUIRE(!reports.empty());
      for (std::size_t i = 1; i < reports.size(); ++i) BOOST_TEST(reports[i].first >= reports[i - 1].first);
      BOOST_TEST(reports.back().first == reports.back().second);
    }
  }
}

BOOST_AUTO_TEST_CASE(canceling_stops_within_a_frame) {
  for (MeasureOptions options : {dense(), bursts(50)}) {
    for (const int threads : {1, 2}) {
      options.threads = threads;
      options.cancellation = CancellationToken();
      std::atomic<int> frames = 0;
      OddSource::Habits habits;
      habits.on_read = [&](Frame&) {
        if (++frames == 5) options.cancellation.cancel();
      };
      OddSource source(moving_square(200), habits);
      BOOST_CHECK_THROW(measure(source, options), Canceled);
      BOOST_TEST(frames <= 4 + threads);
    }
  }
}

BOOST_AUTO_TEST_CASE(work_canceled_before_it_begins_reads_nothing) {
  MeasureOptions options = dense();
  options.cancellation.cancel();
  OddSource source(moving_square(10), {});
  BOOST_CHECK_THROW(measure(source, options), Canceled);
  BOOST_TEST(source.frames_read == 0);
}

BOOST_AUTO_TEST_CASE(the_time_spent_is_reported) {
  const MetricRecord result = measure(*make_synthetic_source(moving_square(20)), dense());
  BOOST_TEST(result.decode_s > 0);
  BOOST_TEST(result.metrics_s > 0);
}

BOOST_AUTO_TEST_CASE(a_failing_source_ends_dense_measuring_with_its_error) {
  OddSource::Habits habits;
  habits.on_read = [](Frame& frame) {
    if (frame.index.value == 9) throw Error("synthetic: the disk is gone");
  };
  OddSource source(moving_square(20), habits);
  BOOST_TEST(thrown<Error>([&] { measure(source, dense()); }) == "synthetic: the disk is gone");
}

BOOST_AUTO_TEST_CASE(windows_hold_the_same_for_any_number_of_threads) {
  const SyntheticOptions video = moving_square(30);
  const auto source = make_synthetic_source(video);
  const WindowQuery query(measure(*source, dense()).field);
  const std::vector<cv::Point> positions{{40, 10}, {0, 0}, {56, 32}, {40, 10}};
  for (const int threads : {1, 2, 3, 8}) {
    MeasureOptions options = dense();
    options.threads = threads;
    const WindowQuery same(measure(*make_synthetic_source(video), options).field);
    for (const cv::Point& at : positions) {
      const CropWindow window{double(at.x), double(at.y), 40, 32};
      BOOST_TEST((same.mean(window) == query.mean(window)));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_window_over_the_moving_square_has_the_most_motion) {
  SyntheticOptions video = moving_square(20);
  video.texture = 0;
  video.shapes = {{{60, 8, 12, 12}, {0.5, 0}, 220}};
  const WindowQuery query(measure(*make_synthetic_source(video), dense()).field);
  BOOST_TEST(query.mean({56, 0, 40, 32})[0] > 0);
  BOOST_TEST(query.mean({0, 0, 40, 32})[0] == 0);
  BOOST_TEST(query.mean({0, 32, 40, 32})[0] == 0);
}

BOOST_AUTO_TEST_SUITE_END()
