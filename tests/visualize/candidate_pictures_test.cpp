#include "smartcrop/visualize/candidate_pictures.hpp"

#include <boost/test/unit_test.hpp>
#include <opencv2/core.hpp>

#include "support/thrown.hpp"

using namespace smartcrop;
using smartcrop::test::contains;
using smartcrop::test::thrown;

namespace {

/// Every pixel says where it is: blue = x / 2, green = y / 2, red = 100.
cv::Mat map_of_places(cv::Size size = {480, 270}) {
  cv::Mat frame(size, CV_8UC3);
  for (int y = 0; y < frame.rows; ++y) {
    for (int x = 0; x < frame.cols; ++x)
      frame.at<cv::Vec3b>(y, x) = cv::Vec3b(static_cast<uchar>(x / 2), static_cast<uchar>(y / 2), 100);
  }
  return frame;
}

std::vector<Candidate> candidates(const std::vector<CropWindow>& windows) {
  std::vector<Candidate> found;
  for (const CropWindow& window : windows) {
    Candidate& candidate = found.emplace_back();
    candidate.rank = static_cast<int>(found.size());
    candidate.window = window;
    candidate.score = 100.0 - candidate.rank;
    candidate.strategy = "Motion Priority";
  }
  return found;
}

cv::Vec3b color_of(int rank) {
  const cv::Scalar color = candidate_color(rank);
  return {static_cast<uchar>(color[0]), static_cast<uchar>(color[1]), static_cast<uchar>(color[2])};
}

int pixels_of(const cv::Mat& picture, const cv::Vec3b& color) {
  int count = 0;
  for (int i = 0; i < picture.rows * picture.cols; ++i)
    count += picture.at<cv::Vec3b>(i / picture.cols, i % picture.cols) == color;
  return count;
}

/// Whether `part` lies somewhere in the sheet, within a few codes.
bool holds(const cv::Mat& sheet, const cv::Mat& part) {
  for (int y = 0; y + part.rows <= sheet.rows; ++y) {
    for (int x = 0; x + part.cols <= sheet.cols; ++x) {
      const cv::Rect place(x, y, part.cols, part.rows);
      if (cv::norm(sheet.at<cv::Vec3b>(y, x), part.at<cv::Vec3b>(0, 0), cv::NORM_INF) <= 3 &&
          cv::norm(sheet(place), part, cv::NORM_INF) <= 3)
        return true;
    }
  }
  return false;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(visualize_candidate_pictures)

BOOST_AUTO_TEST_CASE(default_options_are_valid) {
  BOOST_TEST(ContactSheetOptions{}.problems().empty());
}

BOOST_AUTO_TEST_CASE(each_option_out_of_range_is_a_problem_of_its_own) {
  BOOST_TEST((ContactSheetOptions{319, 180, ""}.problems().size() == 1U));
  BOOST_TEST((ContactSheetOptions{1000, 39, ""}.problems().size() == 1U));
}

BOOST_AUTO_TEST_CASE(a_crop_is_exactly_the_pixels_of_its_window) {
  const cv::Mat frame = map_of_places();
  const cv::Mat crop = crop_picture(frame, {100, 20, 60, 80});
  BOOST_TEST(crop.size() == cv::Size(60, 80));
  BOOST_TEST(cv::norm(crop, frame(cv::Rect(100, 20, 60, 80)), cv::NORM_INF) == 0);
  // Between pixels: the nearest edges.
  BOOST_TEST(cv::norm(crop_picture(frame, {99.6, 20.3, 60.2, 80}), crop, cv::NORM_INF) == 0);
}

BOOST_AUTO_TEST_CASE(pixels_that_are_not_square_are_stretched_to_the_displayed_shape) {
  BOOST_TEST(crop_picture(map_of_places(), {0, 0, 100, 50}, {16, 15}).size() == cv::Size(107, 50));
}

BOOST_AUTO_TEST_CASE(a_window_beyond_the_frame_is_cut_off_and_one_outside_is_refused) {
  const cv::Mat frame = map_of_places();
  BOOST_TEST(crop_picture(frame, {440, 0, 60, 60}).size() == cv::Size(40, 60));
  BOOST_TEST(contains(thrown<std::invalid_argument>([&] {
                        crop_picture(frame, {480, 0, 60, 60});
                      }),
                      "outside"));
}

BOOST_AUTO_TEST_CASE(windows_are_outlined_in_their_colors_where_they_lie) {
  const cv::Mat picture =
      numbered_windows(map_of_places(), candidates({{40, 30, 100, 100}, {300, 100, 100, 100}}), 960);
  BOOST_TEST(picture.size() == cv::Size(960, 540));
  // Twice as large: the edges lie at 80 and 280, 60 and 260; a tag sits in the upper left corner.
  for (const cv::Point edge :
       {cv::Point(80, 200), cv::Point(279, 200), cv::Point(200, 60), cv::Point(200, 259)}) {
    BOOST_TEST((picture.at<cv::Vec3b>(edge) == color_of(1)), "at " << edge);
  }
  BOOST_TEST((picture.at<cv::Vec3b>(300, 600) == color_of(2)));
  // Away from the outlines the frame shows.
  BOOST_TEST(cv::norm(picture.at<cv::Vec3b>(160, 180), cv::Vec3b(45, 40, 100), cv::NORM_INF) <= 2);
}

BOOST_AUTO_TEST_CASE(the_best_window_is_drawn_over_the_others) {
  const cv::Mat picture =
      numbered_windows(map_of_places(), candidates({{40, 30, 100, 100}, {40, 30, 150, 100}}), 480);
  BOOST_TEST((picture.at<cv::Vec3b>(100, 40) == color_of(1)));
}

BOOST_AUTO_TEST_CASE(every_window_has_a_number_that_no_other_hides) {
  std::vector<CropWindow> crowd;
  for (int i = 0; i < 10; ++i) crowd.push_back({4.0 * i, 0, 200, 270});
  const cv::Mat alone = numbered_windows(map_of_places(), candidates({crowd[0]}), 480);
  const cv::Mat picture = numbered_windows(map_of_places(), candidates(crowd), 480);
  for (int rank = 1; rank <= 10; ++rank) {
    // A plate of some 15x22 px with a digit on it.
    BOOST_TEST(pixels_of(picture, color_of(rank)) > 120, "number " << rank);
  }
}

BOOST_AUTO_TEST_CASE(ten_colors_differ) {
  for (int a = 1; a <= 10; ++a) {
    for (int b = 1; b < a; ++b)
      BOOST_TEST(cv::norm(candidate_color(a), candidate_color(b), cv::NORM_INF) > 30);
  }
}

BOOST_AUTO_TEST_CASE(a_contact_sheet_holds_the_frame_and_every_crop_at_the_same_scale) {
  // The crops of this sheet are as large as the windows: three columns of 108 px.
  const auto three = candidates({{0, 0, 120, 120}, {180, 70, 120, 120}, {350, 150, 120, 120}});
  const ContactSheetOptions options{420, 100, "talk.mp4"};
  const cv::Mat sheet = contact_sheet(map_of_places(), three, {1, 1}, options);
  BOOST_TEST(sheet.cols == 420);
  BOOST_TEST(sheet.rows > 396 * 9 / 16 + 120);
  for (const Candidate& candidate : three) {
    // The middle of the crop, which is all that scaling by a few per cent leaves alike: a color that only
    // the crop's own place has, twice: in the frame above and in the crop below.
    const cv::Mat crop = crop_picture(map_of_places(), candidate.window);
    const cv::Vec3b middle = crop.at<cv::Vec3b>(60, 60);
    int found_above = 0, found_below = 0;
    const int border = 12 + 25 + 396 * 9 / 16;
    for (int i = 0; i < sheet.rows * sheet.cols; ++i) {
      if (cv::norm(sheet.at<cv::Vec3b>(i / sheet.cols, i % sheet.cols), middle, cv::NORM_INF) > 1) continue;
      ++(i / sheet.cols < border ? found_above : found_below);
    }
    BOOST_TEST(found_above > 0);
    BOOST_TEST(found_below > 0);
  }
}

BOOST_AUTO_TEST_CASE(crops_that_need_no_scaling_lie_in_the_sheet_pixel_by_pixel) {
  // Two columns of (320 - 2 * 12 - 12) / 2 = 142 px; crops of 142 px height with room to grow to 1.25 of 120.
  const auto two = candidates({{10, 60, 142, 142}, {300, 100, 142, 142}});
  const cv::Mat sheet = contact_sheet(map_of_places(), two, {1, 1}, {320, 120, ""});
  for (const Candidate& candidate : two)
    BOOST_TEST(holds(sheet, crop_picture(map_of_places(), candidate.window)), "candidate " << candidate.rank);
}

BOOST_AUTO_TEST_CASE(sheets_of_any_number_and_shape_have_the_width_asked_for) {
  for (const CropWindow& window :
       {CropWindow{0, 0, 60, 270}, CropWindow{0, 0, 480, 60}, CropWindow{0, 0, 2, 2}}) {
    for (const int count : {1, 2, 7, 23}) {
      const auto many = candidates(std::vector<CropWindow>(static_cast<std::size_t>(count), window));
      BOOST_TEST(contact_sheet(map_of_places(), many).cols == 1000);
      BOOST_TEST(contact_sheet(map_of_places({90, 270}), {many.data(), 1}, {1, 1}, {320, 40, ""}).cols ==
                 320);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_sheet_without_candidates_is_refused) {
  BOOST_TEST(
      contains(thrown<std::invalid_argument>([] { contact_sheet(map_of_places(), {}); }), "no candidates"));
}

BOOST_AUTO_TEST_SUITE_END()
