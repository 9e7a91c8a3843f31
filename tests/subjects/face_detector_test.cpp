#include "smartcrop/subjects/face_detector.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <opencv2/core/utility.hpp>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "smartcrop/core/error.hpp"
#include "subjects/subjects_support.hpp"
#include "support/skip.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using namespace smartcrop::test;

namespace {

/// What one option out of range is told.
template <class Change>
std::string problem(Change change) {
  FaceDetectorOptions options;
  change(options);
  const auto problems = options.problems();
  return problems.size() == 1 ? problems.front() : "(" + std::to_string(problems.size()) + " problems)";
}

/// Sets an environment variable for one test.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    if (const char* old = std::getenv(name)) old_ = old;
    setenv(name, value.c_str(), 1);
  }
  ~Variable() { old_ ? setenv(name_, old_->c_str(), 1) : unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  std::optional<std::string> old_;
};

void write_file(const std::string& path, const std::string& text) {
  std::ofstream(path) << text;
}

bool skip_without(FaceBackend backend) {
  const auto installed = installed_backends();
  const bool missing = std::find(installed.begin(), installed.end(), backend) == installed.end();
  return skips(missing, to_string(backend), "scripts/fetch-models, apt-get install opencv-data");
}

/// Share of the frames with just one face, whose middle lies in the labeled head and shoulders of the clip.
double hit_share(FaceBackend backend, const std::vector<SmallFrame>& frames) {
  std::ifstream labels(eval_file("retention/boxes/opencv-david.csv"));
  std::vector<CropWindow> truth;
  std::string line;
  std::getline(labels, line);
  while (std::getline(labels, line)) {
    std::replace(line.begin(), line.end(), ',', ' ');
    std::istringstream words(line);
    std::size_t frame = 0;
    CropWindow box;
    words >> frame >> box.x >> box.y >> box.w >> box.h;
    truth.resize(std::max(truth.size(), frame + 1));
    truth[frame] = box;
  }
  const auto found = detect_all(detector_with(backend), frames);
  int hits = 0;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const auto frame = static_cast<std::size_t>(frames[i].index.value);
    if (found[i].size() != 1 || frame >= truth.size()) continue;
    const CropWindow& box = found[i].front().box;
    const CropWindow& label = truth[frame];
    const double x = box.x + box.w / 2;
    const double y = box.y + box.h / 2;
    if (x > label.x && x < label.x + label.w && y > label.y && y < label.y + label.h) ++hits;
  }
  return hits / static_cast<double>(frames.size());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(face_detector)

BOOST_AUTO_TEST_CASE(default_options_are_valid) {
  BOOST_TEST(FaceDetectorOptions{}.problems().empty());
}

BOOST_AUTO_TEST_CASE(each_option_out_of_range_is_named_with_its_value) {
  BOOST_TEST(problem([](auto& o) { o.min_score = 0; }) == "min_score 0 must be above 0 and below 1");
  BOOST_TEST(problem([](auto& o) { o.min_score = 1; }) == "min_score 1 must be above 0 and below 1");
  BOOST_TEST(problem([](auto& o) { o.max_overlap = -0.5; }) ==
             "max_overlap -0.5 must be above 0 and below 1");
  BOOST_TEST(problem([](auto& o) { o.min_size = 1.5; }) == "min_size 1.5 must be at least 0 and below 1");
  BOOST_TEST(contains(problem([](auto& o) { o.min_size = std::nan(""); }), "min_size nan"));
}

BOOST_AUTO_TEST_CASE(options_out_of_range_are_refused_all_at_once) {
  FaceDetectorOptions options;
  options.min_score = 2;
  options.min_size = -1;
  const std::string message = thrown<std::invalid_argument>([&] { FaceDetector{options}; });
  BOOST_TEST(contains(message, "min_score 2"), message);
  BOOST_TEST(contains(message, "min_size -1"), message);
}

BOOST_AUTO_TEST_CASE(the_backend_none_finds_nothing_and_works_from_no_file) {
  const FaceDetector detector = detector_with(FaceBackend::none);
  BOOST_TEST(to_string(detector.backend()) == "none");
  BOOST_TEST(detector.file().empty());
  BOOST_TEST(detector.detect(flat_frame({320, 180}, 128)).empty());
}

BOOST_AUTO_TEST_CASE(backends_have_names_for_the_output) {
  BOOST_TEST(to_string(FaceBackend::ultraface) == "ultraface");
  BOOST_TEST(to_string(FaceBackend::haar) == "haar");
}

BOOST_AUTO_TEST_CASE(the_best_installed_backend_is_taken_and_says_which_it_is) {
  const auto installed = installed_backends();
  const FaceDetector detector;
  BOOST_TEST(to_string(detector.backend()) ==
             to_string(installed.empty() ? FaceBackend::none : installed.front()));
  BOOST_TEST(detector.file().empty() == installed.empty());
}

BOOST_AUTO_TEST_CASE(a_model_that_was_asked_for_and_is_missing_is_an_error_that_names_it) {
  FaceDetectorOptions options;
  options.model = "/no/such/folder/model.onnx";
  BOOST_TEST(contains(thrown<Error>([&] { FaceDetector{options}; }), "'/no/such/folder/model.onnx'"));
}

BOOST_AUTO_TEST_CASE(a_cascade_that_was_asked_for_and_is_missing_is_an_error_that_names_it) {
  FaceDetectorOptions options;
  options.backend = FaceBackend::haar;
  options.cascade = "/no/such/cascade.xml";
  BOOST_TEST(contains(thrown<Error>([&] { FaceDetector{options}; }), "'/no/such/cascade.xml'"));
}

BOOST_AUTO_TEST_CASE(a_damaged_model_is_an_error_that_says_how_to_mend_it) {
  const TemporaryFolder folder;
  FaceDetectorOptions options;
  options.model = folder / "model.onnx";
  write_file(options.model, "not a network");
  const std::string message = thrown<Error>([&] { FaceDetector{options}; });
  BOOST_TEST(contains(message, options.model), message);
  BOOST_TEST(contains(message, "scripts/fetch-models"), message);
}

BOOST_AUTO_TEST_CASE(a_damaged_cascade_is_an_error_that_names_it) {
  const TemporaryFolder folder;
  FaceDetectorOptions options;
  options.backend = FaceBackend::haar;
  options.cascade = folder / "cascade.xml";
  write_file(options.cascade, "<?xml version=\"1.0\"?><opencv_storage></opencv_storage>");
  const std::string message = thrown<Error>([&] { FaceDetector{options}; });
  BOOST_TEST(contains(message, options.cascade), message);
}

BOOST_AUTO_TEST_CASE(the_model_is_looked_for_first_where_the_environment_says) {
  const TemporaryFolder folder;
  write_file(folder / "ultraface-rfb-320.onnx", "x");
  const Variable models("SMARTCROP_MODELS", folder.path().string());
  BOOST_TEST(find_face_model().value_or("none") == folder / "ultraface-rfb-320.onnx");
}

BOOST_AUTO_TEST_CASE(a_folder_without_the_model_does_not_hide_the_other_places) {
  const TemporaryFolder folder;
  const Variable models("SMARTCROP_MODELS", folder.path().string());
  const Variable cache("XDG_CACHE_HOME", folder.path().string());
  const std::filesystem::path in_source =
      std::filesystem::path(SMARTCROP_TEST_SOURCE_DIR) / "data/models/ultraface-rfb-320.onnx";
  if (skips(!std::filesystem::exists(in_source), "the face model", "scripts/fetch-models")) return;
  const auto found = find_face_model();
  BOOST_REQUIRE(found.has_value());
  BOOST_TEST(std::filesystem::equivalent(*found, in_source));
}

BOOST_AUTO_TEST_CASE(the_model_is_looked_for_in_the_cache_of_the_user) {
  const TemporaryFolder folder;
  const auto in_cache = folder.path() / "smartcrop/models/ultraface-rfb-320.onnx";
  std::filesystem::create_directories(in_cache.parent_path());
  write_file(in_cache.string(), "x");
  const Variable models("SMARTCROP_MODELS", "");
  const Variable cache("XDG_CACHE_HOME", folder.path().string());
  BOOST_TEST(find_face_model().value_or("none") == in_cache.string());
}

BOOST_AUTO_TEST_CASE(flat_tiny_and_empty_frames_have_no_faces) {
  for (const FaceBackend backend : installed_backends()) {
    const FaceDetector detector = detector_with(backend);
    BOOST_TEST(detector.detect(flat_frame({320, 180}, 128)).empty());
    BOOST_TEST(detector.detect(flat_frame({1, 1}, 235)).empty());
    BOOST_TEST(detector.detect(flat_frame({3, 480}, 16)).empty());
    BOOST_TEST(detector.detect(SmallFrame{}).empty());
  }
}

BOOST_AUTO_TEST_CASE(ultraface_finds_the_face_of_a_real_clip_in_each_frame,
                     *boost::unit_test::label("evaluation")) {
  const auto frames = frames_with_a_face(20);
  if (frames.empty() || skip_without(FaceBackend::ultraface)) return;
  BOOST_TEST(hit_share(FaceBackend::ultraface, frames) >= 0.95);
}

BOOST_AUTO_TEST_CASE(haar_finds_the_face_of_a_real_clip_in_most_frames,
                     *boost::unit_test::label("evaluation")) {
  const auto frames = frames_with_a_face(20);
  if (frames.empty() || skip_without(FaceBackend::haar)) return;
  BOOST_TEST(hit_share(FaceBackend::haar, frames) >= 0.6);
}

BOOST_AUTO_TEST_CASE(results_are_the_same_bits_for_any_number_of_workers,
                     *boost::unit_test::label("evaluation")) {
  const auto frames = frames_with_a_face(8);
  if (frames.empty()) return;
  for (const FaceBackend backend : installed_backends()) {
    const FaceDetector detector = detector_with(backend);
    const auto one = detect_all(detector, frames, 1);
    BOOST_TEST(one.size() == frames.size());
    BOOST_CHECK((detect_all(detector, frames, 2) == one));
    BOOST_CHECK((detect_all(detector, frames, 5) == one));
  }
}

BOOST_AUTO_TEST_CASE(results_are_the_same_bits_for_any_number_of_threads_of_opencv,
                     *boost::unit_test::label("evaluation")) {
  const auto frames = frames_with_a_face(3);
  if (frames.empty()) return;
  const int before = cv::getNumThreads();
  for (const FaceBackend backend : installed_backends()) {
    const FaceDetector detector = detector_with(backend);
    cv::setNumThreads(1);
    const auto one = detect_all(detector, frames, 1);
    for (const int threads : {2, 3, 7}) {
      cv::setNumThreads(threads);
      BOOST_CHECK((detect_all(detector, frames, 1) == one));
    }
  }
  cv::setNumThreads(before);
}

BOOST_AUTO_TEST_CASE(a_face_is_found_in_video_without_color, *boost::unit_test::label("evaluation")) {
  auto frames = frames_with_a_face(1);
  if (frames.empty()) return;
  frames[0].cb.release();
  frames[0].cr.release();
  for (const FaceBackend backend : installed_backends()) {
    BOOST_TEST(detector_with(backend).detect(frames[0]).size() == 1U);
  }
}

BOOST_AUTO_TEST_CASE(boxes_are_in_pixels_of_the_displayed_frame, *boost::unit_test::label("evaluation")) {
  auto frames = frames_with_a_face(1);
  if (frames.empty()) return;
  for (const FaceBackend backend : installed_backends()) {
    const FaceDetector detector = detector_with(backend);
    const auto small = detector.detect(frames[0]);
    SmallFrame large = frames[0];
    large.geometry = {frames[0].luma.size() * 2, 2};
    const auto scaled = detector.detect(large);
    BOOST_REQUIRE(small.size() == 1U);
    BOOST_REQUIRE(scaled.size() == 1U);
    BOOST_TEST(std::abs(scaled[0].box.x - 2 * small[0].box.x) < 1e-9);
    BOOST_TEST(std::abs(scaled[0].box.y - 2 * small[0].box.y) < 1e-9);
    BOOST_TEST(std::abs(scaled[0].box.w - 2 * small[0].box.w) < 1e-9);
  }
}

BOOST_AUTO_TEST_CASE(boxes_do_not_depend_on_the_shape_of_the_frame, *boost::unit_test::label("evaluation")) {
  const auto frames = frames_with_a_face(1);
  if (frames.empty() || skip_without(FaceBackend::ultraface)) return;
  const FaceDetector detector = detector_with(FaceBackend::ultraface);
  const auto plain = detector.detect(frames[0]);
  BOOST_REQUIRE(plain.size() == 1U);
  for (const cv::Size shape : {cv::Size{320, 480}, {480, 240}, {320, 240}}) {
    const auto faces = detector.detect(cut(frames[0], {{0, 0}, shape}));
    BOOST_REQUIRE(faces.size() == 1U);
    BOOST_TEST(intersection_over_union(faces[0].box, plain[0].box) > 0.7);
  }
}

BOOST_AUTO_TEST_CASE(a_face_cut_by_the_edge_has_a_box_inside_the_frame,
                     *boost::unit_test::label("evaluation")) {
  const auto frames = frames_with_a_face(1);
  if (frames.empty() || skip_without(FaceBackend::ultraface)) return;
  const FaceDetector detector = detector_with(FaceBackend::ultraface);
  const auto whole = detector.detect(frames[0]);
  BOOST_REQUIRE(whole.size() == 1U);
  const CropWindow& box = whole[0].box;
  const int left = static_cast<int>(box.x + box.w * 0.3);
  const int top = static_cast<int>(box.y + box.h * 0.2);
  const auto faces = detector.detect(cut(frames[0], {left, top, 240, 180}));
  BOOST_REQUIRE(!faces.empty());
  for (const FaceBox& face : faces) {
    BOOST_TEST(face.box.x >= 0);
    BOOST_TEST(face.box.y >= 0);
    BOOST_TEST(face.box.x + face.box.w <= 240);
    BOOST_TEST(face.box.y + face.box.h <= 180);
    BOOST_TEST(face.box.w > 0);
  }
}

BOOST_AUTO_TEST_CASE(faces_smaller_than_wanted_are_left_out, *boost::unit_test::label("evaluation")) {
  const auto frames = frames_with_a_face(1);
  if (frames.empty()) return;
  for (const FaceBackend backend : installed_backends()) {
    const auto faces = detector_with(backend).detect(frames[0]);
    BOOST_REQUIRE(faces.size() == 1U);
    FaceDetectorOptions options;
    options.backend = backend;
    const double share = std::min(faces[0].box.w, faces[0].box.h) / 320;
    options.min_size = share * 0.99;
    BOOST_TEST(FaceDetector(options).detect(frames[0]).size() == 1U);
    options.min_size = share * 1.01;
    BOOST_TEST(FaceDetector(options).detect(frames[0]).empty());
  }
}

BOOST_AUTO_TEST_CASE(several_faces_come_best_first, *boost::unit_test::label("evaluation")) {
  const auto frames = frames_with_a_face(1);
  if (frames.empty() || skip_without(FaceBackend::ultraface)) return;
  SmallFrame pair = cut(frames[0], {0, 0, 320, 240});
  const SmallFrame left = shrunk_into(frames[0], {160, 120}, {320, 240}, {0, 60});
  const SmallFrame right = shrunk_into(frames[0], {160, 120}, {320, 240}, {160, 60});
  for (auto plane : {&SmallFrame::luma, &SmallFrame::cb, &SmallFrame::cr}) {
    (left.*plane).colRange(0, 160).copyTo((pair.*plane).colRange(0, 160));
    (right.*plane).colRange(160, 320).copyTo((pair.*plane).colRange(160, 320));
  }
  const auto faces = detector_with(FaceBackend::ultraface).detect(pair);
  BOOST_REQUIRE(faces.size() == 2U);
  BOOST_TEST(faces[0].score >= faces[1].score);
  BOOST_TEST(std::abs(std::abs(faces[0].box.x - faces[1].box.x) - 160) < 4);
}

BOOST_AUTO_TEST_CASE(ultraface_finds_faces_of_a_25th_of_the_long_side,
                     *boost::unit_test::label("evaluation")) {
  const auto frames = frames_with_a_face(10);
  if (frames.empty() || skip_without(FaceBackend::ultraface)) return;
  const FaceDetector detector = detector_with(FaceBackend::ultraface);
  int found = 0, wanted = 0;
  for (const SmallFrame& frame : frames) {
    const auto whole = detector.detect(frame);
    if (whole.empty()) continue;
    const double shrink_by = (320.0 / 25) / whole[0].box.w;
    const cv::Size size(cvRound(320 * shrink_by), cvRound(240 * shrink_by));
    const auto faces = detector.detect(shrunk_into(frame, size, {320, 180}, {100, 50}));
    ++wanted;
    if (faces.size() == 1) ++found;
  }
  BOOST_TEST(wanted >= 9);
  BOOST_TEST(found >= wanted * 0.8);
}

BOOST_AUTO_TEST_CASE(a_detector_can_be_moved) {
  FaceDetector first = detector_with(FaceBackend::none);
  FaceDetector second = std::move(first);
  first = FaceDetector();
  BOOST_TEST(to_string(second.backend()) == "none");
  BOOST_TEST(first.detect(flat_frame({64, 64}, 100)).empty());
}

BOOST_AUTO_TEST_SUITE_END()
