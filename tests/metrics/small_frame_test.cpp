#include "smartcrop/metrics/small_frame.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "metrics_support.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

void check_against_definition(cv::Size size, int block, int bit_depth, int across = 2, int down = 2) {
  const Frame frame =
      noise_frame(size, bit_depth, static_cast<std::uint64_t>(size.width * 100 + block), across, down);
  const SmallFrame small = shrink(frame, {size, block});
  BOOST_TEST_CONTEXT(size << ", block " << block << ", " << bit_depth << " bits, chroma " << across << "x"
                          << down) {
    BOOST_TEST(same_bits(small.luma, averaged(frame.luma, bit_depth, size, block)));
    BOOST_TEST(same_bits(small.cb, averaged(frame.chroma[0], bit_depth, size, block, across, down)));
    BOOST_TEST(same_bits(small.cr, averaged(frame.chroma[1], bit_depth, size, block, across, down)));
  }
}

Frame flat_frame(cv::Size size, int bit_depth, int code) {
  Frame frame;
  frame.bit_depth = bit_depth;
  frame.luma = cv::Mat(size, bit_depth == 8 ? CV_8UC1 : CV_16UC1, cv::Scalar(code));
  return frame;
}

/// The stored planes as they are displayed: mirrored first, then turned.
cv::Mat displayed(const cv::Mat& stored, Orientation orientation) {
  cv::Mat picture = stored.clone();
  if (orientation.mirrored) cv::flip(picture, picture, 1);
  for (int turned = 0; turned < orientation.clockwise_degrees; turned += 90) {
    cv::rotate(picture, picture, cv::ROTATE_90_CLOCKWISE);
  }
  return picture;
}

void check_turned(cv::Size stored, int block, int bit_depth, int across, int down) {
  for (const bool mirrored : {false, true}) {
    for (const int degrees : {0, 90, 180, 270}) {
      Frame frame = noise_frame(stored, bit_depth, 5, across, down);
      frame.orientation = {degrees, mirrored};
      Frame upright = frame;
      upright.orientation = {};
      upright.luma = displayed(frame.luma, frame.orientation);
      upright.chroma = {displayed(frame.chroma[0], frame.orientation),
                        displayed(frame.chroma[1], frame.orientation)};
      const MapGeometry geometry{upright.luma.size(), block};
      BOOST_TEST_CONTEXT(stored << ", block " << block << ", " << degrees << " degrees, mirrored "
                                << mirrored) {
        BOOST_TEST(same_bits(shrink(frame, geometry), shrink(upright, geometry)));
      }
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(metrics)

BOOST_AUTO_TEST_CASE(blocks_bring_the_long_side_nearest_to_320_px) {
  BOOST_TEST(map_geometry({1920, 1080}).block == 6);
  BOOST_TEST(map_geometry({1080, 1920}).block == 6);
  BOOST_TEST(map_geometry({1280, 720}).block == 4);
  BOOST_TEST(map_geometry({3840, 2160}).block == 12);
  BOOST_TEST(map_geometry({854, 480}).block == 3);
  BOOST_TEST(map_geometry({2048, 858}).block == 6);
  for (int width = 1; width < 3000; width += 7) {
    const auto miss = [&](int block) { return std::abs((width + block - 1) / block - kMapLongSide); };
    const int block = map_geometry({width, 1}).block;
    BOOST_TEST(miss(block) <= miss(block + 1));
    BOOST_TEST((block == 1 || miss(block) <= miss(block - 1)));
  }
}

BOOST_AUTO_TEST_CASE(small_frames_keep_every_pixel) {
  BOOST_TEST(map_geometry({320, 180}).block == 1);
  BOOST_TEST(map_geometry({1, 1}).block == 1);
  BOOST_TEST(map_geometry({400, 300}).block == 1);
}

BOOST_AUTO_TEST_CASE(a_map_has_a_cell_for_what_is_left_of_the_frame) {
  const cv::Size cells = MapGeometry{{1921, 1079}, 6}.map_size();
  BOOST_TEST(cells.width == 321);
  BOOST_TEST(cells.height == 180);
}

BOOST_AUTO_TEST_CASE(a_geometry_needs_a_frame_and_a_long_side) {
  BOOST_TEST(contains(thrown<std::invalid_argument>([] { map_geometry({0, 10}); }), "0x10"));
  BOOST_TEST(contains(thrown<std::invalid_argument>([] { map_geometry({10, 10}, 0); }), "long_side"));
}

BOOST_AUTO_TEST_CASE(every_block_up_to_20_averages_8_bit_planes_exactly) {
  for (int block = 1; block <= 20; ++block) check_against_definition({block * 7, block * 3}, block, 8);
}

BOOST_AUTO_TEST_CASE(every_block_up_to_20_averages_planes_with_rests_exactly) {
  for (int block = 1; block <= 20; ++block)
    check_against_definition({block * 5 + block / 2 + 1, block * 2 + 1}, block, 8);
}

BOOST_AUTO_TEST_CASE(deep_planes_are_averaged_exactly) {
  for (const int bit_depth : {9, 10, 12, 14, 16}) {
    for (const int block : {1, 2, 3, 4, 5, 6, 8, 12, 17})
      check_against_definition({71, 37}, block, bit_depth);
  }
}

BOOST_AUTO_TEST_CASE(blocks_of_many_samples_are_averaged_exactly) {
  for (const int block : {64, 100, 127, 128, 129, 150, 300}) {
    check_against_definition({301, 283}, block, 8);
    check_against_definition({301, 283}, block, 16);
  }
}

BOOST_AUTO_TEST_CASE(chroma_is_averaged_at_its_own_resolution) {
  for (const int block : {1, 2, 3, 4, 5, 6, 7, 12}) {
    check_against_definition({61, 41}, block, 8, 1, 1);   // 4:4:4
    check_against_definition({61, 41}, block, 8, 2, 1);   // 4:2:2
    check_against_definition({61, 41}, block, 8, 4, 1);   // 4:1:1
    check_against_definition({61, 41}, block, 10, 4, 4);  // 4:1:0
    check_against_definition({61, 41}, block, 8, 1, 2);   // 4:4:0
  }
}

BOOST_AUTO_TEST_CASE(tiny_frames_are_averaged_exactly) {
  for (int width = 1; width <= 5; ++width) {
    for (int height = 1; height <= 5; ++height) {
      for (const int block : {1, 2, 3, 6}) check_against_definition({width, height}, block, 8);
    }
  }
}

BOOST_AUTO_TEST_CASE(common_frame_sizes_are_averaged_exactly) {
  for (const cv::Size size :
       {cv::Size(1920, 1080), cv::Size(1280, 720), cv::Size(854, 480), cv::Size(1921, 803)}) {
    check_against_definition(size, map_geometry(size).block, 8);
    check_against_definition(size, map_geometry(size).block, 10);
  }
}

BOOST_AUTO_TEST_CASE(halves_round_up) {
  Frame frame;
  frame.luma = (cv::Mat_<std::uint8_t>(2, 3) << 1, 0, 0, 0, 0, 0);  // 256 / 6 = 42.67
  BOOST_TEST(shrink(frame, {{3, 2}, 3}).luma.at<std::uint16_t>(0, 0) == 43);
  frame.luma = cv::Mat::zeros(16, 32, CV_8UC1);
  frame.luma.at<std::uint8_t>(3, 5) = 3;  // 3 * 256 / 512 = 1.5
  BOOST_TEST(shrink(frame, {{32, 16}, 32}).luma.at<std::uint16_t>(0, 0) == 2);
}

BOOST_AUTO_TEST_CASE(the_brightest_code_of_any_block_is_the_brightest_cell) {
  for (int block = 1; block <= 140; ++block) {
    const SmallFrame small = shrink(flat_frame({block * 2, block}, 8, 255), {{block * 2, block}, block});
    BOOST_TEST(small.luma.at<std::uint16_t>(0, 1) == 255 * 256);
  }
}

BOOST_AUTO_TEST_CASE(ten_bits_scaled_from_eight_give_the_same_map) {
  for (const cv::Size size : {cv::Size(120, 66), cv::Size(61, 33)}) {
    const Frame eight = noise_frame(size, 8, 3);
    for (const int bit_depth : {10, 12, 16}) {
      Frame deep = eight;
      deep.bit_depth = bit_depth;
      const double scale = 1 << (bit_depth - 8);
      eight.luma.convertTo(deep.luma, CV_16U, scale);
      for (std::size_t i = 0; i < 2; ++i) eight.chroma[i].convertTo(deep.chroma[i], CV_16U, scale);
      for (const int block : {1, 3, 6}) {
        BOOST_TEST(same_bits(shrink(eight, {size, block}), shrink(deep, {size, block})));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(sixteen_bit_codes_at_full_size_pass_unchanged) {
  const Frame frame = noise_frame({33, 21}, 16, 8, 0, 0);
  BOOST_TEST(same_bits(shrink(frame, {{33, 21}, 1}).luma, frame.luma));
}

BOOST_AUTO_TEST_CASE(a_turned_frame_shrinks_as_the_turned_picture_does) {
  // Sizes that the blocks divide or not; with chroma at the picture's resolution all blocks can be compared.
  check_turned({48, 36}, 6, 8, 1, 1);
  check_turned({47, 35}, 6, 8, 1, 1);
  check_turned({47, 35}, 5, 10, 1, 1);
  check_turned({13, 1}, 4, 8, 1, 1);
  check_turned({40, 30}, 1, 8, 1, 1);
}

BOOST_AUTO_TEST_CASE(turned_chroma_at_half_resolution_stays_with_its_luma) {
  check_turned({48, 36}, 6, 8, 2, 2);
  check_turned({46, 34}, 6, 8, 2, 2);
  check_turned({44, 38}, 3, 8, 2, 2);
  check_turned({44, 38}, 1, 10, 2, 2);
}

BOOST_AUTO_TEST_CASE(the_partial_cells_of_a_turned_frame_lie_right_and_below) {
  Frame frame;
  frame.luma = cv::Mat::zeros(4, 7, CV_8UC1);
  frame.luma.at<std::uint8_t>(0, 0) = 90;  // displayed at the bottom right after half a turn
  frame.orientation = {180, false};
  const SmallFrame small = shrink(frame, {{7, 4}, 3});
  BOOST_TEST(small.luma.cols == 3);
  BOOST_TEST(small.luma.at<std::uint16_t>(1, 2) == 90 * 256);  // a cell of that one pixel
}

BOOST_AUTO_TEST_CASE(gray_frames_have_no_chroma_maps) {
  const SmallFrame small = shrink(noise_frame({30, 20}, 8, 1, 0, 0), {{30, 20}, 2});
  BOOST_TEST(small.cb.empty());
  BOOST_TEST(small.cr.empty());
}

BOOST_AUTO_TEST_CASE(a_small_frame_knows_which_frame_it_was) {
  Frame frame = noise_frame({30, 20}, 8, 1);
  frame.index = {17};
  frame.time = {Rational(17, 25)};
  const SmallFrame small = shrink(frame, {{30, 20}, 2});
  BOOST_TEST((small.index == FrameIndex{17}));
  BOOST_TEST((small.time == Time{Rational(17, 25)}));
  BOOST_TEST((small.geometry == MapGeometry{{30, 20}, 2}));
}

BOOST_AUTO_TEST_CASE(the_planes_of_the_frame_are_neither_changed_nor_kept) {
  const Frame frame = noise_frame({30, 20}, 16, 1);
  const cv::Mat before = frame.luma.clone();
  const SmallFrame small = shrink(frame, {{30, 20}, 1});
  BOOST_TEST(same_bits(frame.luma, before));
  BOOST_TEST(small.luma.data != frame.luma.data);
}

BOOST_AUTO_TEST_CASE(planes_that_do_not_fit_are_rejected) {
  const auto problem = [](auto change) {
    Frame frame = noise_frame({30, 20}, 8, 1);
    MapGeometry geometry{{30, 20}, 2};
    change(frame, geometry);
    return thrown<std::invalid_argument>([&] { shrink(frame, geometry); });
  };
  const auto mentions = [&](const char* part, auto change) { BOOST_TEST(contains(problem(change), part)); };
  mentions("without luma", [](Frame& f, MapGeometry&) { f.luma.release(); });
  mentions("30x20 for a map of 20x30", [](Frame&, MapGeometry& g) { g.source = {20, 30}; });
  mentions("20x30 for a map of 30x20", [](Frame& f, MapGeometry&) { f.orientation.clockwise_degrees = 90; });
  mentions("45 degrees", [](Frame& f, MapGeometry&) { f.orientation.clockwise_degrees = 45; });
  mentions("bit depth 7", [](Frame& f, MapGeometry&) { f.bit_depth = 7; });
  mentions("bit depth 17", [](Frame& f, MapGeometry&) { f.bit_depth = 17; });
  mentions("CV_8UC1", [](Frame& f, MapGeometry&) { f.bit_depth = 10; });
  mentions("CV_8UC1", [](Frame& f, MapGeometry&) { f.luma.convertTo(f.luma, CV_32F); });
  mentions("block 0", [](Frame&, MapGeometry& g) { g.block = 0; });
  mentions("block 5000", [](Frame&, MapGeometry& g) { g.block = 5000; });
  mentions("differ in size", [](Frame& f, MapGeometry&) { f.chroma[1].release(); });
  mentions("differ in size", [](Frame& f, MapGeometry&) { f.chroma[1].convertTo(f.chroma[1], CV_16U); });
  mentions("chroma plane of 11", [](Frame& f, MapGeometry&) {
    for (cv::Mat& plane : f.chroma) plane = plane.colRange(0, 11);
  });
}

BOOST_AUTO_TEST_CASE(the_hash_is_a_fixed_number_and_sees_every_plane) {
  SmallFrame frame;
  frame.luma = cv::Mat(2, 3, CV_16UC1, cv::Scalar(0x1234));
  frame.cb = cv::Mat(2, 3, CV_16UC1, cv::Scalar(0x8000));
  frame.cr = cv::Mat(2, 3, CV_16UC1, cv::Scalar(0x7f00));
  const std::uint64_t known = frame_hash(frame);
  BOOST_TEST(known == 10316470385918296694U);
  for (cv::Mat* plane : {&frame.luma, &frame.cb, &frame.cr}) {
    plane->at<std::uint16_t>(1, 2) ^= 1;
    BOOST_TEST(frame_hash(frame) != known);
    plane->at<std::uint16_t>(1, 2) ^= 1;
  }
  BOOST_TEST(frame_hash(frame) == known);
  std::swap(frame.cb, frame.cr);
  BOOST_TEST(frame_hash(frame) != known);
}

BOOST_AUTO_TEST_CASE(the_hash_does_not_depend_on_how_rows_lie_in_memory) {
  SmallFrame frame = shrink(noise_frame({64, 36}, 8, 3), {{64, 36}, 2});
  const std::uint64_t known = frame_hash(frame);
  cv::Mat padded(frame.luma.rows, frame.luma.cols + 5, CV_16UC1, cv::Scalar(7));
  frame.luma.copyTo(padded.colRange(0, frame.luma.cols));
  frame.luma = padded.colRange(0, frame.luma.cols);
  BOOST_TEST(frame_hash(frame) == known);
}

BOOST_AUTO_TEST_CASE(the_coding_goes_along_with_a_matrix_that_is_known) {
  constexpr int kBt709 = 1, kUnsaid = 2, kBt601 = 6;
  Frame frame = noise_frame({1280, 720}, 8, 1);
  frame.coding = {kUnsaid, true};
  BOOST_TEST((shrink(frame, {{1280, 720}, 4}).coding == ColorCoding{kBt709, true}));
  frame.coding = {kBt601, false};
  BOOST_TEST((shrink(frame, {{1280, 720}, 4}).coding == frame.coding));
  Frame small = noise_frame({64, 36}, 8, 1);
  BOOST_TEST((shrink(small, {{64, 36}, 4}).coding == ColorCoding{kBt601, false}));
}

BOOST_AUTO_TEST_SUITE_END()
