#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <set>

#include "source_support.hpp"
#include "support/media.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

/// The field of bursts at key frames: each of `pairs` pairs.
Field field_of_bursts(const SyntheticOptions& video, const std::vector<int>& key_frames, int pairs) {
  std::vector<int> frames;
  for (const int key : key_frames) {
    for (int i = 1; i <= pairs && key + i < video.frames; ++i) frames.push_back(key + i);
  }
  return field_of_pairs(video, frames);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(metrics)

BOOST_AUTO_TEST_CASE(bursts_measure_a_pair_at_each_key_frame) {
  const SyntheticOptions video = moving_square(120, 12);
  const auto source = make_synthetic_source(video);
  const MetricRecord result = measure(*source, bursts(10));
  BOOST_TEST((result.mode == SamplingMode::bursts));
  BOOST_TEST(result.frames_decoded == 20);
  BOOST_TEST(result.frames_measured == 10);
  BOOST_TEST(result.evenness == 1, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(same_bits(result.field, field_of_bursts(video, numbers(0, 120, 12), 1)));
}

BOOST_AUTO_TEST_CASE(bursts_are_longer_where_key_frames_are_few) {
  const SyntheticOptions video = moving_square(120, 20);
  const auto source = make_synthetic_source(video);
  const MetricRecord result = measure(*source, bursts(30));
  BOOST_TEST((result.mode == SamplingMode::bursts));
  BOOST_TEST(result.frames_measured == 30);
  BOOST_TEST(same_bits(result.field, field_of_bursts(video, numbers(0, 120, 20), 5)));
}

BOOST_AUTO_TEST_CASE(bursts_that_reach_the_next_key_frame_measure_no_pair_twice) {
  const SyntheticOptions video = moving_square(120, 12);
  for (const int samples : {110, 119, 150, 1000}) {
    const auto source = make_synthetic_source(video);
    const MetricRecord result = measure(*source, bursts(samples));
    BOOST_TEST((result.mode == SamplingMode::bursts));
    BOOST_TEST(result.frames_measured <= 119);
    if (samples >= 150) BOOST_TEST(same_bits(result.field, field_of_pairs(video, numbers(1, 120))));
  }
}

BOOST_AUTO_TEST_CASE(a_video_of_key_frames_only_is_measured_in_pairs) {
  const SyntheticOptions video = moving_square(30, 1);
  const auto source = make_synthetic_source(video);
  const MetricRecord result = measure(*source, bursts(50));
  BOOST_TEST((result.mode == SamplingMode::bursts));
  BOOST_TEST(same_bits(result.field, field_of_pairs(video, numbers(1, 30))));
}

BOOST_AUTO_TEST_CASE(bursts_give_the_same_bits_for_any_number_of_threads) {
  const SyntheticOptions video = moving_square(200, 8);
  const MetricRecord alone = measure(*make_synthetic_source(video), bursts(50));
  for (const int threads : {0, 2, 3, 8}) {
    MeasureOptions options = bursts(50);
    options.threads = threads;
    const auto source = make_synthetic_source(video);
    const MetricRecord result = measure(*source, options);
    BOOST_TEST(same_bits(result.field, alone.field));
    BOOST_TEST(result.frames_decoded == alone.frames_decoded);
    BOOST_TEST(result.frames_measured == alone.frames_measured);
  }
}

BOOST_AUTO_TEST_CASE(bursts_lie_within_a_range_of_times) {
  const SyntheticOptions video = moving_square(200, 10);
  MeasureOptions options = bursts(4);
  options.sampling.start = at_frame(35);
  options.sampling.end = at_frame(81);
  std::set<std::int64_t> read;
  OddSource::Habits habits;
  habits.on_read = [&](Frame& frame) { read.insert(frame.index.value); };
  OddSource source(video, habits);
  const MetricRecord result = measure(source, options);
  BOOST_TEST((result.mode == SamplingMode::bursts));
  BOOST_TEST(
      (read == std::set<std::int64_t>{40, 41, 50, 51, 60, 61, 80, 81}));  // 81 shows that the range is over
}

BOOST_AUTO_TEST_CASE(a_burst_stops_at_the_end_of_the_range) {
  const SyntheticOptions video = moving_square(200, 10);
  MeasureOptions options = bursts(40);
  options.sampling.start = at_frame(40);
  options.sampling.end = at_frame(73);
  const auto source = make_synthetic_source(video);
  const MetricRecord result = measure(*source, options);
  BOOST_TEST(same_bits(result.field, field_of_pairs(video, numbers(41, 73))));
}

BOOST_AUTO_TEST_CASE(frames_bound_bursts_at_a_constant_frame_rate) {
  const SyntheticOptions video = moving_square(200, 10);
  MeasureOptions by_frame = bursts(12), by_time = bursts(12);
  by_frame.sampling.start = FrameIndex{40};
  by_frame.sampling.end = FrameIndex{90};
  by_time.sampling.start = at_frame(40);
  by_time.sampling.end = at_frame(90);
  const MetricRecord result = measure(*make_synthetic_source(video), by_frame);
  BOOST_TEST((result.mode == SamplingMode::bursts));
  BOOST_TEST(same_bits(result.field, measure(*make_synthetic_source(video), by_time).field));
}

BOOST_AUTO_TEST_CASE(frames_are_counted_where_key_frames_show_an_uneven_frame_rate) {
  // Read at 25 frames a second, said to be 24.
  class Uneven : public OddSource {
   public:
    using OddSource::OddSource;
    const VideoInfo& info() const override { return info_; }
    VideoInfo info_ = OddSource::info();
  };
  const SyntheticOptions video = moving_square(100, 9);
  Uneven source(video, {});
  source.info_.frame_rate = {24};
  MeasureOptions options = bursts(1000);
  options.sampling.start = FrameIndex{30};
  options.sampling.end = FrameIndex{50};
  const MetricRecord result = measure(source, options);
  BOOST_TEST((result.mode == SamplingMode::dense));
  BOOST_TEST(same_bits(result.field, field_of_pairs(video, numbers(31, 50))));
}

BOOST_AUTO_TEST_CASE(without_an_index_about_as_many_pairs_are_spread_over_the_whole) {
  OddSource::Habits habits;
  habits.has_index = false;
  const SyntheticOptions video = moving_square(120);
  OddSource source(video, habits);
  const MetricRecord result = measure(source, bursts(10));
  BOOST_TEST((result.mode == SamplingMode::dense));
  BOOST_TEST(result.frames_decoded == 120);
  BOOST_TEST(same_bits(result.field, field_of_pairs(video, numbers(1, 120, 11))));
}

BOOST_AUTO_TEST_CASE(without_an_index_a_range_is_sampled_evenly_too) {
  OddSource::Habits habits;
  habits.has_index = false;
  const SyntheticOptions video = moving_square(120);
  OddSource source(video, habits);
  MeasureOptions options = bursts(5);
  options.sampling.start = at_frame(50);
  options.sampling.end = at_frame(91);
  BOOST_TEST(same_bits(measure(source, options).field, field_of_pairs(video, numbers(51, 91, 8))));
}

BOOST_AUTO_TEST_CASE(without_index_and_length_every_frame_is_measured) {
  OddSource::Habits habits;
  habits.has_index = habits.knows_length = habits.seeks = false;
  const SyntheticOptions video = moving_square(60);
  OddSource source(video, habits);
  BOOST_TEST(same_bits(measure(source, bursts(10)).field, field_of_pairs(video, numbers(1, 60))));
}

BOOST_AUTO_TEST_CASE(key_frames_that_leave_over_a_third_unseen_are_not_enough) {
  const SyntheticOptions video = moving_square(120, 1000);  // one key frame
  const MetricRecord result = measure(*make_synthetic_source(video), bursts(10));
  BOOST_TEST((result.mode == SamplingMode::dense));
  BOOST_TEST(same_bits(result.field, field_of_pairs(video, numbers(1, 120, 11))));
  BOOST_TEST((measure(*make_synthetic_source(video), bursts(119)).mode == SamplingMode::bursts));
}

BOOST_AUTO_TEST_CASE(a_range_without_a_key_frame_is_read_whole) {
  const SyntheticOptions video = moving_square(120, 40);
  MeasureOptions options = bursts(10);
  options.sampling.start = at_frame(50);
  options.sampling.end = at_frame(71);
  const MetricRecord result = measure(*make_synthetic_source(video), options);
  BOOST_TEST((result.mode == SamplingMode::dense));
  BOOST_TEST(same_bits(result.field, field_of_pairs(video, numbers(51, 71, 2))));
}

BOOST_AUTO_TEST_CASE(a_source_that_cannot_be_cloned_reads_its_bursts_alone) {
  OddSource::Habits habits;
  habits.clones = false;
  const SyntheticOptions video = moving_square(120, 12);
  OddSource source(video, habits);
  MeasureOptions options = bursts(10);
  options.threads = 2;
  const MetricRecord result = measure(source, options);
  BOOST_TEST(source.frames_read == 20);
  BOOST_TEST(same_bits(result.field, field_of_bursts(video, numbers(0, 120, 12), 1)));
}

BOOST_AUTO_TEST_CASE(an_index_that_cannot_be_used_leads_to_reading_everything) {
  OddSource::Habits habits;
  habits.seeks = false;
  const SyntheticOptions video = moving_square(60, 6);
  for (const int threads : {1, 2}) {
    OddSource source(video, habits);
    MeasureOptions options = bursts(10);
    options.threads = threads;
    std::int64_t last = 0;
    options.progress = [&](std::int64_t done, std::int64_t) {
      BOOST_TEST(done >= last);
      last = done;
    };
    const MetricRecord result = measure(source, options);
    BOOST_TEST((result.mode == SamplingMode::dense));
    BOOST_TEST(same_bits(result.field, field_of_pairs(video, numbers(1, 60, 5))));
  }
}

BOOST_AUTO_TEST_CASE(a_damaged_place_costs_its_burst_only) {
  const SyntheticOptions video = moving_square(120, 12);
  OddSource::Habits habits;
  habits.on_read = [](Frame& frame) {
    if (frame.index.value / 12 == 4) throw Error("synthetic: damaged");
  };
  std::vector<int> keys = numbers(0, 120, 12);
  std::erase(keys, 48);
  for (const int threads : {1, 2}) {
    OddSource source(video, habits);
    MeasureOptions options = bursts(10);
    options.threads = threads;
    const MetricRecord result = measure(source, options);
    BOOST_TEST(result.frames_measured == 9);
    BOOST_TEST(result.decoding.errors == 1);
    BOOST_TEST(result.decoding.first_message == "synthetic: damaged");
    BOOST_TEST((result.decoding.first_error == at_frame(48)));
    BOOST_TEST(same_bits(result.field, field_of_bursts(video, keys, 1)));
  }
}

BOOST_AUTO_TEST_CASE(where_every_place_is_damaged_the_error_is_the_source_s) {
  OddSource::Habits habits;
  habits.on_read = [](Frame&) { throw Error("synthetic: nothing decodes"); };
  OddSource source(moving_square(120, 12), habits);
  BOOST_TEST(thrown<Error>([&] { measure(source, bursts(10)); }) == "synthetic: nothing decodes");
}

BOOST_AUTO_TEST_CASE(turned_and_deep_sources_are_measured_as_displayed) {
  SyntheticOptions video = moving_square(40, 10);
  const MetricRecord upright = measure(*make_synthetic_source(video), bursts(8));
  video.orientation = {90, false};
  video.bit_depth = 10;
  const MetricRecord turned = measure(*make_synthetic_source(video), bursts(8));
  BOOST_TEST((turned.field.geometry.source == cv::Size(64, 96)));
  cv::Mat expected;
  cv::rotate(upright.field.sum[0], expected, cv::ROTATE_90_CLOCKWISE);
  BOOST_TEST(same_bits(turned.field.sum[0], expected));
}

BOOST_AUTO_TEST_CASE(gray_sources_are_measured) {
  SyntheticOptions video = moving_square(40, 10);
  video.gray = true;
  const MetricValues values =
      WindowQuery(measure(*make_synthetic_source(video), bursts(8)).field).mean({0, 0, 96, 64});
  BOOST_TEST(values[0] > 0);
  BOOST_TEST(values[3] == 0);
}

BOOST_AUTO_TEST_CASE(leaving_deblocking_out_changes_large_pictures_by_under_three_per_cent) {
  const auto path = make_media(
      "deblocked-1080p.mp4",
      {"-f", "lavfi", "-i", "testsrc2=size=1920x1080:rate=24:duration=3,noise=alls=12:allf=t,boxblur=2",
       "-c:v", "libx264", "-preset", "veryfast", "-crf", "32", "-g", "24", "-sc_threshold", "0", "-pix_fmt",
       "yuv420p"});
  const auto source = open_file(path, {.threads = 1});
  const MapGeometry geometry = map_geometry(source->info().size);
  BOOST_REQUIRE(geometry.block == 6);
  const MetricRecord fast = measure(*source, bursts(6));
  BOOST_REQUIRE((fast.mode == SamplingMode::bursts));

  std::vector<FramePair> samples;
  for (const int second : {0, 1, 2}) {
    BOOST_REQUIRE(source->seek({Rational(second)}));
    std::optional<SmallFrame> previous;
    for (int i = 0; i < 3; ++i) {
      Frame frame;
      BOOST_REQUIRE(source->read(frame));
      SmallFrame small = shrink(frame, geometry);
      if (previous) samples.push_back({small, *previous});
      previous = small;
    }
  }
  const Field whole = reference_field(samples);
  BOOST_TEST(!same_bits(fast.field, whole));  // the filter was left out
  BOOST_TEST((fast.field.count == whole.count));
  const WindowQuery approximate(fast.field), exact(whole);
  for (int y = 0; y <= 540; y += 135) {
    for (int x = 0; x <= 1380; x += 345) {
      const CropWindow window{static_cast<double>(x), static_cast<double>(y), 540, 540};
      const MetricValues a = approximate.mean(window), b = exact.mean(window);
      for (std::size_t i = 0; i < kMetricCount; ++i)
        BOOST_TEST(a[i] == b[i], boost::test_tools::tolerance(0.03));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
