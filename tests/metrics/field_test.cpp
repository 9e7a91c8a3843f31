#include "smartcrop/metrics/field.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "metrics_support.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

std::vector<FramePair> noise_pairs(cv::Size size, int count, bool gray = false) {
  std::vector<SmallFrame> frames;
  for (int i = 0; i < count; ++i)
    frames.push_back(small_noise(size, static_cast<std::uint64_t>(i) * 7 + 1, gray));
  return pairs_of(frames);
}

Field field_of(std::span<const FramePair> pairs, int workers = 1) {
  Field field(pairs.front().frame.geometry);
  field.add(pairs, workers);
  return field;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(metrics)

BOOST_AUTO_TEST_CASE(an_empty_field_is_zero) {
  const Field field(MapGeometry{{20, 10}, 3});
  for (const Metric metric : kMetrics) {
    BOOST_TEST(field.count[static_cast<std::size_t>(metric)] == 0);
    BOOST_TEST(cv::countNonZero(field.mean(metric)) == 0);
    BOOST_TEST((field.mean(metric).size() == cv::Size(7, 4)));
  }
}

BOOST_AUTO_TEST_CASE(adding_nothing_changes_nothing) {
  Field field(MapGeometry{{20, 10}, 3});
  field.add({});
  BOOST_TEST(same_bits(field, Field(MapGeometry{{20, 10}, 3})));
}

BOOST_AUTO_TEST_CASE(the_sums_are_those_of_the_reference_maps_for_noise) {
  for (const cv::Size size : {cv::Size(320, 180), cv::Size(53, 47), cv::Size(31, 16), cv::Size(180, 320)}) {
    const std::vector<FramePair> pairs = noise_pairs(size, 4);
    BOOST_TEST_CONTEXT(size) {
      BOOST_TEST(same_bits(field_of(pairs), reference_field(pairs)));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_sums_are_those_of_the_reference_maps_for_pictures) {
  for (const cv::Size size : {cv::Size(320, 180), cv::Size(67, 43)}) {
    const std::vector<FramePair> pairs = pairs_of(
        {small_scene(size, 0), small_scene(size, 1.5), small_scene(size, 2.25), small_scene(size, 40)});
    BOOST_TEST_CONTEXT(size) {
      BOOST_TEST(same_bits(field_of(pairs), reference_field(pairs)));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_sums_are_those_of_the_reference_maps_for_the_smallest_maps) {
  for (int width = 1; width <= 9; ++width) {
    for (int height = 1; height <= 7; ++height) {
      const std::vector<FramePair> pairs = noise_pairs({width, height}, 3);
      BOOST_TEST_CONTEXT(width << "x" << height) {
        BOOST_TEST(same_bits(field_of(pairs), reference_field(pairs)));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(the_sums_are_those_of_the_reference_maps_for_extreme_codes) {
  std::vector<SmallFrame> frames;
  for (int i = 0; i < 3; ++i) {
    cv::Mat planes[3];
    for (cv::Mat& plane : planes) {
      plane = small_noise({45, 33}, static_cast<std::uint64_t>(i) + 50, true).luma > 0x7fff;  // 0 or 255
      plane.convertTo(plane, CV_16U, 257);                                                    // 0 or 65535
    }
    frames.push_back(small_frame(planes[0], planes[1], planes[2]));
  }
  const std::vector<FramePair> pairs = pairs_of(frames);
  BOOST_TEST(same_bits(field_of(pairs), reference_field(pairs)));
}

BOOST_AUTO_TEST_CASE(more_samples_than_a_batch_are_summed) {
  const std::vector<FramePair> pairs = noise_pairs({19, 21}, 70);
  BOOST_TEST(same_bits(field_of(pairs), reference_field(pairs)));
}

BOOST_AUTO_TEST_CASE(any_number_of_threads_gives_the_same_bits) {
  const std::vector<FramePair> pairs = noise_pairs({97, 101}, 5);
  const Field alone = field_of(pairs, 1);
  for (const int workers : {0, 2, 3, 8}) BOOST_TEST(same_bits(field_of(pairs, workers), alone));
}

BOOST_AUTO_TEST_CASE(the_fields_of_two_halves_add_up_to_the_field_of_the_whole) {
  const std::vector<FramePair> pairs = noise_pairs({61, 47}, 9);
  const Field whole = field_of(pairs);
  for (std::size_t cut = 1; cut < pairs.size(); ++cut) {
    Field sum = field_of(std::span(pairs).first(cut));
    sum += field_of(std::span(pairs).subspan(cut));
    BOOST_TEST(same_bits(sum, whole));
    Field other_way = field_of(std::span(pairs).subspan(cut));
    other_way += field_of(std::span(pairs).first(cut));
    BOOST_TEST(same_bits(other_way, whole));
  }
}

BOOST_AUTO_TEST_CASE(samples_added_one_by_one_give_the_same_bits_as_together) {
  const std::vector<FramePair> pairs = noise_pairs({40, 30}, 6);
  Field field(pairs.front().frame.geometry);
  for (std::size_t i = 0; i < pairs.size(); ++i) field.add(std::span(pairs).subspan(i, 1));
  BOOST_TEST(same_bits(field, field_of(pairs)));
}

BOOST_AUTO_TEST_CASE(motion_counts_only_frames_with_a_previous_one) {
  const Field field = field_of(noise_pairs({20, 10}, 4));
  BOOST_TEST(field.count[static_cast<std::size_t>(Metric::motion)] == 3);
  for (const Metric metric : {Metric::complexity, Metric::edges, Metric::saturation}) {
    BOOST_TEST(field.count[static_cast<std::size_t>(metric)] == 4);
  }
}

BOOST_AUTO_TEST_CASE(gray_frames_count_with_saturation_zero) {
  const std::vector<FramePair> pairs = noise_pairs({20, 10}, 3, true);
  const Field field = field_of(pairs);
  BOOST_TEST(same_bits(field, reference_field(pairs)));
  BOOST_TEST(cv::countNonZero(field.mean(Metric::saturation)) == 0);
  BOOST_TEST(field.count[static_cast<std::size_t>(Metric::saturation)] == 3);
}

BOOST_AUTO_TEST_CASE(the_mean_map_is_the_mean_of_the_maps_in_codes) {
  const std::vector<FramePair> pairs = noise_pairs({20, 10}, 3);
  const cv::Mat mean = field_of(pairs).mean(Metric::edges);
  BOOST_TEST(mean.type() == CV_32FC1);
  double sum = 0;
  for (const FramePair& pair : pairs) sum += edge_map(pair.frame.luma).at<std::uint16_t>(7, 13);
  BOOST_TEST(mean.at<float>(7, 13) == sum / 3 / 256, boost::test_tools::tolerance(1e-5));
}

BOOST_AUTO_TEST_CASE(a_copy_of_a_field_has_its_own_sums) {
  const std::vector<FramePair> pairs = noise_pairs({20, 10}, 3);
  const Field one = field_of(pairs);
  Field copy = one;
  copy += one;
  BOOST_TEST(same_bits(one, field_of(pairs)));
  Field assigned(MapGeometry{{1, 1}, 1});
  assigned = one;
  assigned.add(pairs);
  BOOST_TEST(same_bits(one, field_of(pairs)));
  BOOST_TEST(same_bits(assigned, copy));
}

BOOST_AUTO_TEST_CASE(pairs_of_another_geometry_are_rejected) {
  Field field(MapGeometry{{20, 10}, 1});
  const auto problem = [&](const FramePair& pair) {
    return thrown<std::invalid_argument>([&] { field.add(std::span(&pair, 1)); });
  };
  const SmallFrame good = small_noise({20, 10}, 1), other = small_noise({10, 20}, 1);
  BOOST_TEST(contains(problem({other, {}}), "geometry"));
  BOOST_TEST(contains(problem({good, other}), "geometry"));
  SmallFrame odd = good;
  odd.cr = other.cr;
  BOOST_TEST(contains(problem({odd, {}}), "chroma"));
  odd = good;
  odd.luma = cv::Mat();
  BOOST_TEST(contains(problem({odd, {}}), "geometry"));
  BOOST_TEST(same_bits(field, Field(MapGeometry{{20, 10}, 1})));
}

BOOST_AUTO_TEST_CASE(fields_of_different_geometries_do_not_add) {
  Field field(MapGeometry{{20, 10}, 1});
  const Field other(MapGeometry{{20, 10}, 2});
  BOOST_TEST(contains(thrown<std::invalid_argument>([&] { field += other; }), "geometries"));
}

BOOST_AUTO_TEST_SUITE_END()
