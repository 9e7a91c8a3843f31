#include "smartcrop/subjects/object_detector.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <opencv2/core/utility.hpp>
#include <stdexcept>
#include <thread>
#include <utility>

#include "smartcrop/core/error.hpp"
#include "subjects/subjects_support.hpp"
#include "support/skip.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

template <class Change>
std::string problem(Change change) {
  ObjectDetectorOptions options;
  change(options);
  const auto problems = options.problems();
  return problems.size() == 1 ? problems.front() : "(" + std::to_string(problems.size()) + " problems)";
}

/// Frames `first` and up of the clip of walking people, 384x288 of 768x576 px; empty, after skips(), where it
/// or the model is missing.
std::vector<SmallFrame> walking_people(int first, int count) {
  const std::string path = data_file("vtest.avi");
  if (path.empty() || skips(!find_object_model(), "the object model", "scripts/fetch-models")) return {};
  const auto source = open_file(path);
  std::vector<SmallFrame> frames;
  Frame frame;
  while (static_cast<int>(frames.size()) < count && source->read(frame)) {
    if (frame.index.value >= first) frames.push_back(shrink(frame, map_geometry(source->info().size)));
  }
  return frames;
}

/// Objects of one kind whose middle is within 12 px of a place.
long count_at(const std::vector<DetectedObject>& objects, ObjectKind kind, cv::Point2d place) {
  return std::count_if(objects.begin(), objects.end(), [&](const DetectedObject& object) {
    const cv::Point2d middle(object.box.x + object.box.w / 2, object.box.y + object.box.h / 2);
    return object_kind(object.class_id) == kind && cv::norm(middle - place) < 12;
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(object_detector)

BOOST_AUTO_TEST_CASE(default_options_are_valid) {
  BOOST_TEST(ObjectDetectorOptions{}.problems().empty());
}

BOOST_AUTO_TEST_CASE(each_option_out_of_range_is_named_with_its_value) {
  BOOST_TEST(problem([](auto& o) { o.min_score = 0; }) == "min_score 0.000 must be above 0 and below 1");
  BOOST_TEST(problem([](auto& o) { o.max_overlap = 1; }) == "max_overlap 1.000 must be above 0 and below 1");
  BOOST_TEST(problem([](auto& o) { o.min_size = -0.5; }) == "min_size -0.500 must be at least 0 and below 1");
  BOOST_TEST(problem([](auto& o) { o.max_input_px = 4095; }) == "max_input_px 4095 must be at least 4096");
  BOOST_TEST(contains(problem([](auto& o) { o.min_score = std::nan(""); }), "min_score nan"));
}

BOOST_AUTO_TEST_CASE(options_out_of_range_are_refused) {
  ObjectDetectorOptions options;
  options.min_score = 2;
  BOOST_TEST(contains(thrown<std::invalid_argument>([&] { ObjectDetector{options}; }), "min_score 2"));
}

BOOST_AUTO_TEST_CASE(classes_have_their_names_and_kinds) {
  BOOST_TEST(object_class_name(0) == "person");
  BOOST_TEST(object_class_name(32) == "sports ball");
  BOOST_TEST(object_class_name(79) == "toothbrush");
  const auto kind = [](int class_id) { return to_string(object_kind(class_id)); };
  BOOST_TEST(kind(0) == "person");
  BOOST_TEST(kind(1) == "vehicle");
  BOOST_TEST(kind(8) == "vehicle");
  BOOST_TEST(kind(9) == "fixture");
  BOOST_TEST(kind(14) == "animal");
  BOOST_TEST(kind(23) == "animal");
  BOOST_TEST(kind(32) == "ball");
  BOOST_TEST(kind(77) == "other");  // a teddy bear is no animal
}

BOOST_AUTO_TEST_CASE(numbers_of_no_class_are_refused) {
  BOOST_TEST(contains(thrown<std::invalid_argument>([] { object_class_name(80); }), "class_id 80"));
  BOOST_TEST(contains(thrown<std::invalid_argument>([] { object_kind(-1); }), "class_id -1"));
}

BOOST_AUTO_TEST_CASE(the_network_sees_the_frame_in_its_own_shape) {
  BOOST_TEST((object_input_size({320, 180}) == cv::Size(320, 192)));
  BOOST_TEST((object_input_size({180, 320}) == cv::Size(192, 320)));
  BOOST_TEST((object_input_size({320, 240}) == cv::Size(256, 192)));
  BOOST_TEST((object_input_size({320, 180}, 256 * 160) == cv::Size(256, 160)));
  BOOST_TEST((object_input_size({288, 160}) == cv::Size(320, 192)));
  BOOST_TEST((object_input_size({1, 1}) == cv::Size(32, 32)));
  BOOST_TEST((object_input_size({320, 1}) == cv::Size(416, 32)));
}

BOOST_AUTO_TEST_CASE(the_network_sees_no_size_whose_bits_depend_on_threads) {
  // 224x224 fits as well and is smaller, but its coarsest grid has 8 n + 1 cells.
  BOOST_TEST((object_input_size({240, 240}) == cv::Size(224, 256)));
  BOOST_TEST((object_input_size({320, 134}) == cv::Size(384, 160)));
}

BOOST_AUTO_TEST_CASE(a_model_that_was_asked_for_and_is_missing_is_an_error_that_names_it) {
  ObjectDetectorOptions options;
  options.model = "/no/such/folder/model.onnx";
  BOOST_TEST(contains(thrown<Error>([&] { ObjectDetector{options}; }), "'/no/such/folder/model.onnx'"));
}

BOOST_AUTO_TEST_CASE(a_damaged_model_is_an_error_that_says_how_to_mend_it) {
  const TemporaryFolder folder;
  ObjectDetectorOptions options;
  options.model = folder / "model.onnx";
  std::ofstream(options.model) << "not a network";
  const std::string message = thrown<Error>([&] { ObjectDetector{options}; });
  BOOST_TEST(contains(message, options.model), message);
  BOOST_TEST(contains(message, "scripts/fetch-models"), message);
}

BOOST_AUTO_TEST_CASE(a_network_that_is_another_one_is_an_error) {
  ObjectDetectorOptions options;
  options.model = SMARTCROP_TEST_SOURCE_DIR "/tests/models/operators.onnx";
  BOOST_TEST(contains(thrown<Error>([&] { ObjectDetector{options}; }), "is not NanoDet-g"));
}

BOOST_AUTO_TEST_CASE(it_says_whether_its_model_is_there) {
  const ObjectDetector detector;
  BOOST_TEST(detector.is_available() == find_object_model().has_value());
  BOOST_TEST(detector.file() == find_object_model().value_or(""));
  if (!detector.is_available()) BOOST_TEST(detector.detect(flat_frame({320, 180}, 128)).empty());
}

BOOST_AUTO_TEST_CASE(flat_tiny_and_empty_frames_have_no_objects) {
  const ObjectDetector detector;
  BOOST_TEST(detector.detect(flat_frame({320, 180}, 128)).empty());
  BOOST_TEST(detector.detect(flat_frame({1, 1}, 235)).empty());
  BOOST_TEST(detector.detect(flat_frame({3, 480}, 16)).empty());
  BOOST_TEST(detector.detect(SmallFrame{}).empty());
}

BOOST_AUTO_TEST_CASE(people_and_a_van_are_found_where_they_are) {
  const auto frames = walking_people(100, 1);
  if (frames.empty()) return;
  const auto objects = ObjectDetector().detect(frames[0]);
  // Middles measured by eye in the frame of 768x576 px.
  for (const cv::Point2d person : {cv::Point2d{363, 237}, {396, 226}, {604, 195}}) {
    BOOST_TEST(count_at(objects, ObjectKind::person, person) == 1, "person at " << person);
  }
  BOOST_TEST(count_at(objects, ObjectKind::vehicle, {683, 71}) == 1);
  BOOST_TEST(objects.size() <= 10U);
  for (const DetectedObject& object : objects) {
    BOOST_TEST(object.score >= ObjectDetectorOptions().min_score);
    BOOST_TEST(object.score <= 1);
  }
  const auto is_worse = [](const auto& a, const auto& b) { return a.score < b.score; };
  BOOST_TEST((std::adjacent_find(objects.begin(), objects.end(), is_worse) == objects.end()));
}

BOOST_AUTO_TEST_CASE(people_are_found_in_frames_of_any_shape) {
  const auto frames = walking_people(100, 1);
  if (frames.empty()) return;
  const ObjectDetector detector;
  // In cells of the map, of 2x2 px.
  for (const cv::Rect part : {cv::Rect{150, 0, 162, 288}, {0, 50, 384, 120}, {100, 20, 240, 240}}) {
    const auto objects = detector.detect(cut(frames[0], part));
    const cv::Point2d corner(2.0 * part.x, 2.0 * part.y);
    for (const cv::Point2d person : {cv::Point2d{363, 237}, {604, 195}}) {
      BOOST_TEST(count_at(objects, ObjectKind::person, person - corner) == 1,
                 part << " person at " << person);
    }
  }
}

BOOST_AUTO_TEST_CASE(boxes_of_objects_cut_by_the_edge_lie_inside_the_frame) {
  const auto frames = walking_people(100, 1);
  if (frames.empty()) return;
  const SmallFrame part = cut(frames[0], {180, 70, 128, 50});  // cuts people in half
  for (const DetectedObject& object : ObjectDetector().detect(part)) {
    BOOST_TEST(object.box.x >= 0);
    BOOST_TEST(object.box.y >= 0);
    BOOST_TEST(object.box.x + object.box.w <= 256);
    BOOST_TEST(object.box.y + object.box.h <= 100);
    BOOST_TEST(object.box.w > 0);
    BOOST_TEST(object.box.h > 0);
  }
}

BOOST_AUTO_TEST_CASE(objects_smaller_than_wanted_are_left_out) {
  const auto frames = walking_people(100, 1);
  if (frames.empty()) return;
  ObjectDetectorOptions options;
  options.min_size = 0.12;  // 92 px of 768
  const auto large = ObjectDetector(options).detect(frames[0]);
  const auto all = ObjectDetector().detect(frames[0]);
  BOOST_TEST(large.size() < all.size());
  for (const DetectedObject& object : large) BOOST_TEST(std::max(object.box.w, object.box.h) >= 0.12 * 768);
}

BOOST_AUTO_TEST_CASE(a_person_is_found_in_video_without_color) {
  auto frames = walking_people(100, 1);
  if (frames.empty()) return;
  frames[0].cb.release();
  frames[0].cr.release();
  BOOST_TEST(count_at(ObjectDetector().detect(frames[0]), ObjectKind::person, {604, 195}) == 1);
}

BOOST_AUTO_TEST_CASE(results_are_the_same_bits_for_any_number_of_workers) {
  const auto frames = walking_people(90, 8);
  if (frames.empty()) return;
  const ObjectDetector detector;
  const auto one = detect_all(detector, frames, 1);
  BOOST_TEST(one.size() == frames.size());
  BOOST_CHECK((detect_all(detector, frames, 2) == one));
  BOOST_CHECK((detect_all(detector, frames, 5) == one));
}

BOOST_AUTO_TEST_CASE(results_are_the_same_bits_for_any_number_of_threads_of_opencv) {
  auto frames = walking_people(100, 1);
  if (frames.empty()) return;
  // Seen as 256x192, 224x256, 160x288 and 352x160 px.
  for (const cv::Rect part : {cv::Rect{100, 20, 240, 240}, {150, 0, 160, 288}, {0, 50, 384, 120}}) {
    frames.push_back(cut(frames[0], part));
  }
  const int before = cv::getNumThreads();
  const ObjectDetector detector;
  cv::setNumThreads(1);
  const auto one = detect_all(detector, frames, 1);
  for (const int threads : {2, 3, 8}) {
    cv::setNumThreads(threads);
    BOOST_CHECK((detect_all(detector, frames, 1) == one));
  }
  cv::setNumThreads(before);
}

BOOST_AUTO_TEST_CASE(results_are_the_same_bits_while_other_detectors_work) {
  const auto frames = walking_people(100, 3);
  if (frames.empty()) return;
  const auto alone = detect_all(ObjectDetector(), frames, 1);
  std::vector<std::vector<std::vector<DetectedObject>>> together(3);
  std::vector<std::thread> threads;
  for (auto& result : together) {
    threads.emplace_back([&] { result = detect_all(ObjectDetector(), frames, 2); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& result : together) BOOST_CHECK((result == alone));
}

BOOST_AUTO_TEST_CASE(results_do_not_depend_on_the_shapes_seen_before) {
  const auto frames = walking_people(100, 1);
  if (frames.empty()) return;
  const ObjectDetector detector;
  const auto first = detector.detect(frames[0]);
  detector.detect(cut(frames[0], {150, 0, 162, 288}));
  BOOST_CHECK((detector.detect(frames[0]) == first));
}

BOOST_AUTO_TEST_CASE(a_detector_can_be_moved) {
  ObjectDetector first;
  const std::string file = first.file();
  ObjectDetector second = std::move(first);
  BOOST_TEST(second.file() == file);
}

BOOST_AUTO_TEST_SUITE_END()
