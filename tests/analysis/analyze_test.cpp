#include "smartcrop/analysis/analyze.hpp"

#include <boost/test/unit_test.hpp>
#include <opencv2/core.hpp>

#include "smartcrop/video/synthetic_source.hpp"
#include "support/media.hpp"
#include "support/skip.hpp"

using namespace smartcrop;

namespace {

/// A bright square that moves right through the right half of the frame.
std::unique_ptr<FrameSource> scene(int frames = 60) {
  SyntheticOptions options;
  options.size = {640, 360};
  options.frames = frames;
  options.texture = 10;
  options.shapes = {{cv::Rect2d(400, 150, 60, 60), cv::Point2d(1.5, 0), 220, 90, 200}};
  return make_synthetic_source(options);
}

AnalyzeOptions moving_options() {
  AnalyzeOptions options;
  options.mode = WindowMode::moving;
  options.aspects = {{9, 16}};
  options.subjects = SubjectDetection::off;
  return options;
}

double center(const CropWindow& window) {
  return window.x + window.w / 2;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(analysis_analyze)

BOOST_AUTO_TEST_CASE(default_options_are_valid) {
  BOOST_TEST(AnalyzeOptions().problems().empty());
}

BOOST_AUTO_TEST_CASE(each_field_out_of_range_is_a_problem) {
  AnalyzeOptions options;
  options.aspects.clear();
  options.scale = 1.5;
  options.detections_per_s = -1;
  BOOST_TEST(options.problems().size() == 3u);
  BOOST_CHECK_THROW(analyze(*scene(), options), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(the_first_candidate_holds_what_moves) {
  AnalyzeOptions options;
  options.aspects = {{9, 16}, {1, 1}};
  const AnalysisDocument document = analyze(*scene(), options);
  for (const AspectAnalysis& aspect : document.aspects) {
    const CropWindow best = aspect.candidates.front().window;
    BOOST_TEST(best.x <= 430);
    BOOST_TEST(best.x + best.w >= 500);
    BOOST_TEST(aspect.candidates.front().strategy == "Auto");
    BOOST_TEST(aspect.path.empty());
  }
}

BOOST_AUTO_TEST_CASE(a_named_strategy_is_asked_alone) {
  AnalyzeOptions options;
  options.candidates.strategies = {"Visual Detail"};
  const AnalysisDocument document = analyze(*scene(), options);
  for (const Candidate& candidate : document.aspects[0].candidates) {
    BOOST_TEST(candidate.strategy == "Visual Detail");
  }
}

BOOST_AUTO_TEST_CASE(a_moving_window_follows_what_moves) {
  const AnalysisDocument document = analyze(*scene(), moving_options());
  const CropPlan plan = moving_plan_from(document, document.aspects[0]);
  BOOST_TEST(plan.problems().empty());
  for (int frame = 10; frame < 60; frame += 10) {
    const auto window = window_at(plan, Time{Rational(frame, 25)});
    BOOST_REQUIRE(window.has_value());
    BOOST_TEST(std::abs(center(*window) - (430 + 1.5 * frame)) < 80);
  }
}

BOOST_AUTO_TEST_CASE(any_number_of_threads_gives_the_same_plan) {
  const auto plan = [](int threads) {
    AnalyzeOptions options = moving_options();
    options.measure.threads = threads;
    const AnalysisDocument document = analyze(*scene(), options);
    return moving_plan_from(document, document.aspects[0]);
  };
  const CropPlan by_one = plan(1);
  BOOST_CHECK(plan(2) == by_one);
  BOOST_CHECK(plan(5) == by_one);
}

BOOST_AUTO_TEST_CASE(a_long_video_read_in_parts_gives_the_same_plan) {
  SyntheticOptions video;
  video.size = {320, 180};
  video.frames = 450;
  video.key_frame_interval = 40;
  video.texture = 10;
  video.shapes = {{cv::Rect2d(10, 60, 40, 60), cv::Point2d(0.6, 0), 220, 90, 200}};
  AnalyzeOptions options = moving_options();
  options.measure.threads = 1;
  const AnalysisDocument alone = analyze(*make_synthetic_source(video), options);
  for (const int threads : {2, 4}) {
    options.measure.threads = threads;
    const AnalysisDocument document = analyze(*make_synthetic_source(video), options);
    BOOST_TEST((best_plan(document, document.aspects[0]) == best_plan(alone, alone.aspects[0])));
    BOOST_TEST((document.shots == alone.shots));
    BOOST_TEST(document.sampling.frames_measured == alone.sampling.frames_measured);
  }
}

BOOST_AUTO_TEST_CASE(a_fixed_window_is_the_same_for_any_number_of_threads) {
  const auto windows = [](int threads) {
    AnalyzeOptions options;
    options.measure.threads = threads;
    std::vector<CropWindow> found;
    const AnalysisDocument document = analyze(*scene(), options);
    for (const Candidate& candidate : document.aspects[0].candidates) found.push_back(candidate.window);
    return found;
  };
  const std::vector<CropWindow> by_one = windows(1);
  BOOST_CHECK(windows(2) == by_one);
  BOOST_CHECK(windows(5) == by_one);
}

BOOST_AUTO_TEST_CASE(a_window_of_a_picture_too_small_for_signals_stays_in_the_middle) {
  SyntheticOptions tiny;
  tiny.size = {40, 30};
  const AnalysisDocument document = analyze(*make_synthetic_source(tiny), moving_options());
  const auto window = window_at(moving_plan_from(document, document.aspects[0]), Time{});
  BOOST_REQUIRE(window.has_value());
  BOOST_TEST(std::abs(center(*window) - 20) <= 1);
}

BOOST_AUTO_TEST_CASE(a_video_of_one_frame_has_a_window_in_both_modes) {
  BOOST_TEST(!analyze(*scene(1)).aspects[0].candidates.empty());
  BOOST_TEST(analyze(*scene(1), moving_options()).aspects[0].path.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_range_gives_a_plan_of_that_range) {
  AnalyzeOptions options;
  options.measure.sampling.start = Time{Rational(1)};
  options.measure.sampling.end = FrameIndex{50};
  const AnalysisDocument document = analyze(*scene(), options);
  const CropPlan plan = plan_from(document, document.aspects[0].candidates[0]);
  BOOST_CHECK(plan.shots[0].start == Time{Rational(1)});
  BOOST_CHECK(plan.shots[0].end == Time{Rational(2)});
}

BOOST_AUTO_TEST_CASE(a_fixed_analysis_has_no_moving_plan) {
  const AnalysisDocument document = analyze(*scene());
  BOOST_CHECK_THROW(moving_plan_from(document, document.aspects[0]), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(cuts_of_a_real_film_begin_new_shots, *boost::unit_test::label("evaluation")) {
  const std::string video = test::eval_file("shots/videos/bikes.mp4");
  if (video.empty()) return;
  const AnalysisDocument document = analyze(*open_file(video), moving_options());
  std::vector<std::int64_t> starts;
  for (const Shot& shot : document.shots) starts.push_back(shot.start_frame.value);
  BOOST_TEST(starts == (std::vector<std::int64_t>{0, 30, 76, 137, 187, 242}),
             boost::test_tools::per_element());
  BOOST_TEST(document.aspects[0].path.size() == starts.size());
}

BOOST_AUTO_TEST_CASE(maps_and_timeline_say_where_and_when_something_happened) {
  for (const bool moving : {false, true}) {
    const AnalysisDocument document = analyze(*scene(), moving ? moving_options() : AnalyzeOptions());
    BOOST_REQUIRE(document.maps.has_value());
    BOOST_TEST(document.maps->cells.width * document.maps->cell_px >= 640);
    BOOST_TEST(document.maps->cells.width <= kMostMapCells);
    for (const std::size_t measure : {static_cast<std::size_t>(Metric::motion), kImportance}) {
      cv::Point peak;
      cv::minMaxLoc(document.maps->map(measure), nullptr, nullptr, nullptr, &peak);
      const cv::Point px = peak * document.maps->cell_px;
      BOOST_TEST((px.x > 380 && px.x < 560));
      BOOST_TEST((px.y > 130 && px.y < 220));
    }
    // Density: an even spread would be 1 everywhere.
    BOOST_TEST(cv::mean(document.maps->map(kImportance))[0] == 1, boost::test_tools::tolerance(0.05));
    BOOST_REQUIRE(document.timeline.has_value());
    BOOST_TEST(document.timeline->step_s == 0.25);
    BOOST_TEST(document.timeline->steps.back().index == 9);  // 2.4 s
    for (const auto& step : document.timeline->steps) {
      BOOST_TEST(*step.values[static_cast<std::size_t>(Metric::motion)] > 0);
      BOOST_TEST(*step.values[kImportance] > 0);
    }
  }
}

BOOST_AUTO_TEST_CASE(without_importance_there_is_no_map_and_no_line_of_it) {
  AnalyzeOptions options;
  options.candidates.strategies = {"Motion Priority"};
  const AnalysisDocument document = analyze(*scene(), options);
  BOOST_TEST(!document.maps->maps[kImportance].has_value());
  BOOST_TEST(!document.timeline->steps.front().values[kImportance].has_value());
}

namespace {

/// A square that moves along a letterboxed picture of 640x360: bars of 60 rows.
std::string letterboxed() {
  return test::make_media("letterboxed.mp4",
                          {"-f", "lavfi", "-i", "testsrc2=size=640x240:rate=25:duration=3", "-vf",
                           "pad=640:360:0:60", "-c:v", "libx264", "-g", "10", "-pix_fmt", "yuv420p"});
}

}  // namespace

BOOST_AUTO_TEST_CASE(black_bars_are_told_and_windows_stay_off_them_where_asked) {
  for (const WindowMode mode : {WindowMode::fixed, WindowMode::moving}) {
    AnalyzeOptions options;
    options.mode = mode;
    options.aspects = {{1, 1}};
    options.scale = 1;
    options.subjects = SubjectDetection::off;
    const AnalysisDocument plain = analyze(*open_file(letterboxed()), options);
    BOOST_REQUIRE(plain.pictures.size() == plain.shots.size());
    const cv::Rect picture = plain.pictures[0];
    BOOST_TEST((picture.x == 0 && picture.width == 640));
    BOOST_TEST((picture.y <= 60 && picture.y > 60 - 10));
    BOOST_TEST((picture.br().y >= 300 && picture.br().y < 300 + 10));
    BOOST_TEST((best_plan(plain, plain.aspects[0]).output_size == cv::Size(360, 360)));
    BOOST_TEST((read_analysis(write_analysis(plain), "a").pictures == plain.pictures));

    options.trim_borders = true;
    const AnalysisDocument trimmed = analyze(*open_file(letterboxed()), options);
    const CropPlan plan = best_plan(trimmed, trimmed.aspects[0]);
    BOOST_TEST(plan.output_size.width == plan.output_size.height);
    BOOST_TEST(plan.output_size.height >= 240);
    BOOST_TEST(plan.problems().empty());
    for (int i = 0; i < 75; ++i) {
      const CropWindow window = *window_at(plan, Time{Rational(i, 25)});
      BOOST_TEST((window.y >= picture.y - 1e-6 && window.y + window.h <= picture.br().y + 1e-6));
    }
    for (const Candidate& candidate : trimmed.aspects[0].candidates) {
      BOOST_TEST(
          (candidate.window.y >= picture.y && candidate.window.y + candidate.window.h <= picture.br().y));
    }
  }
}

BOOST_AUTO_TEST_CASE(two_subjects_far_apart_are_held_by_no_narrow_window_and_shown_whole) {
  SyntheticOptions options;
  options.size = {640, 360};
  options.frames = 100;
  options.texture = 20;
  for (const double x : {20.0, 560.0}) options.shapes.push_back({{x, 120, 60, 120}, {0, 0.6}, 220, 90, 170});
  const AnalysisDocument document = analyze(*make_synthetic_source(options), moving_options());
  CropPlan plan = best_plan(document, document.aspects[0]);
  const std::vector<std::size_t> shots = shots_not_held(plan);
  BOOST_REQUIRE(shots == std::vector<std::size_t>{0});
  pad_shots(plan, document, shots, false, Background{});
  BOOST_TEST(plan.problems().empty());
  BOOST_TEST((plan.shots[0].fit == Fit::pad));
  BOOST_TEST((*window_at(plan, {}) == CropWindow{0, 0, 640, 360}));
  BOOST_TEST(plan.output_size.width < plan.output_size.height);
  BOOST_TEST(shots_not_held(plan).empty());
}

BOOST_AUTO_TEST_CASE(one_subject_is_held) {
  const AnalysisDocument document = analyze(*scene(), moving_options());
  BOOST_TEST(shots_not_held(best_plan(document, document.aspects[0])).empty());
}

BOOST_AUTO_TEST_CASE(no_plan_is_made_of_an_analysis_without_shots_or_candidates) {
  const AnalysisDocument empty;
  BOOST_CHECK_THROW(plan_from(empty, Candidate{}), std::invalid_argument);
  BOOST_CHECK_THROW(best_plan(empty, AspectAnalysis{}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
