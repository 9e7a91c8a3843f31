#include "smartcrop/subjects/text_detector.hpp"

#include <boost/test/unit_test.hpp>

#include "smartcrop/core/error.hpp"
#include "subjects/subjects_support.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

/// White words on black, "COMING SOON", from (90, 100) on, letters 13 px high.
SmallFrame title_card() {
  SmallFrame frame = flat_frame({320, 180}, 16);
  cv::Mat picture(frame.luma.size(), CV_8U, cv::Scalar(16));
  cv::putText(picture, "COMING SOON", {90, 100}, cv::FONT_HERSHEY_DUPLEX, 0.6, cv::Scalar(235), 1,
              cv::LINE_AA);
  picture.convertTo(frame.luma, CV_16U, 1 << kMapFractionBits);
  return frame;
}

bool skips_model() {
  return skips(!find_text_model(), "the text model", "scripts/fetch-models");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(text_detector)

BOOST_AUTO_TEST_CASE(finds_the_words_of_a_title_card) {
  if (skips_model()) return;
  const SmallFrame frame = title_card();
  const FrameText text = TextDetector().detect(frame);
  BOOST_TEST_REQUIRE(!text.boxes.empty());
  CropWindow all = text.boxes.front();
  for (const CropWindow& box : text.boxes) {
    const double right = std::max(all.x + all.w, box.x + box.w);
    all.x = std::min(all.x, box.x);
    all.w = right - all.x;
  }
  // The words as drawn, in source px.
  cv::Mat drawn;
  cv::findNonZero(frame.luma > (100 << kMapFractionBits), drawn);
  const cv::Rect inked = cv::boundingRect(drawn);
  const int block = frame.geometry.block;
  BOOST_TEST(std::abs(all.x - inked.x * block) < 8 * block);
  BOOST_TEST(std::abs(all.x + all.w - inked.br().x * block) < 8 * block);
  BOOST_TEST(all.y < inked.br().y * block);
  BOOST_TEST(all.y + all.h > inked.y * block);
  BOOST_TEST(text.edge_share > 0.9);
}

BOOST_AUTO_TEST_CASE(a_flat_frame_has_no_words) {
  const FrameText text = TextDetector().detect(flat_frame({320, 180}, 128));
  BOOST_TEST(text.boxes.empty());
  BOOST_TEST(text.edge_share == 0);
  BOOST_TEST(text.edges.value_or(0) == 0);
}

BOOST_AUTO_TEST_CASE(any_number_of_threads_gives_the_same_bits) {
  if (skips_model()) return;
  const TextDetector detector;
  const std::vector<SmallFrame> frames(6, title_card());
  const FrameText alone = detector.detect(frames.front());
  for (const FrameText& text : detect_all(detector, frames, 3)) BOOST_TEST(text.boxes == alone.boxes);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_missing_is_named) {
  BOOST_CHECK_EXCEPTION(TextDetector("no/such.onnx"), Error, [](const Error& error) {
    return std::string(error.what()).find("no/such.onnx") != std::string::npos;
  });
}

BOOST_AUTO_TEST_SUITE_END()
