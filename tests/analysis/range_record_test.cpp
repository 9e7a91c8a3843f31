#include "smartcrop/analysis/range_record.hpp"

#include <boost/test/unit_test.hpp>
#include <opencv2/core.hpp>

#include "smartcrop/analysis/part_file.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/video/synthetic_source.hpp"
#include "support/thrown.hpp"

using namespace smartcrop;
using test::contains;
using test::thrown;

namespace {

constexpr int kFrames = 230;

std::unique_ptr<FrameSource> scene(double speed = 1.5) {
  SyntheticOptions options;
  options.size = {320, 180};
  options.frames = kFrames;
  options.key_frame_interval = 24;
  options.texture = 10;
  options.shapes = {{cv::Rect2d(10, 60, 40, 60), cv::Point2d(speed, 0), 220, 90, 200}};
  return make_synthetic_source(options);
}

AnalyzeOptions dense(int threads = 1) {
  AnalyzeOptions options;
  options.aspects = {{9, 16}};
  options.measure.sampling.mode = SamplingMode::dense;
  options.measure.threads = threads;
  options.subjects = SubjectDetection::faces;
  return options;
}

using Ends = std::pair<std::optional<TimePoint>, std::optional<TimePoint>>;

RangeRecord record_of(const Ends& ends, int threads = 1, double speed = 1.5) {
  AnalyzeOptions options = dense(threads);
  std::tie(options.measure.sampling.start, options.measure.sampling.end) = ends;
  return gather(*scene(speed), options);
}

/// What the document says, apart from what cannot be the same.
std::string text_of(const RangeRecord& record) {
  AnalysisDocument document = conclude(record, dense());
  document.timing = {};
  document.sampling.frames_decoded = 0;
  return write_analysis(document);
}

/// The records of the parts between the joints, which the files of them hold; with one thread and with two in
/// turn.
std::vector<NamedRecord> parts_at(const std::vector<TimePoint>& joints, const Ends& range = {}) {
  std::vector<NamedRecord> parts;
  std::optional<TimePoint> start = range.first;
  for (std::size_t i = 0; i <= joints.size(); ++i) {
    const auto end = i < joints.size() ? std::optional(joints[i]) : range.second;
    const int threads = i % 2 == 0 ? 1 : 2;
    const std::string file = write_part({{}, record_of({start, end}, threads)});
    parts.push_back({"part " + std::to_string(i), read_part(file, "p").record});
    start = end;
  }
  return parts;
}

Time at(int numerator, int denominator = 1) {
  return Time{Rational(numerator, denominator)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(analysis_range_record)

BOOST_AUTO_TEST_CASE(merged_parts_conclude_what_the_whole_does) {
  const std::string whole = text_of(record_of({}));
  const std::vector<std::vector<TimePoint>> cuts{
      {},
      {at(131, 100)},
      {FrameIndex{101}, at(6)},
      {at(1, 25), at(2, 25), FrameIndex{48}, at(9)},  // parts of one frame, and a joint on a key frame
  };
  for (const auto& joints : cuts) {
    std::vector<NamedRecord> parts = parts_at(joints);
    std::ranges::reverse(parts);
    BOOST_TEST((text_of(merge(parts, dense())) == whole), joints.size() + 1 << " parts");
  }
}

BOOST_AUTO_TEST_CASE(merged_parts_of_a_range_are_the_range) {
  const Ends range{at(1), FrameIndex{150}};
  const std::vector<NamedRecord> parts = parts_at({at(3), at(7, 2)}, range);
  BOOST_TEST((text_of(merge(parts, dense())) == text_of(record_of(range))));
}

BOOST_AUTO_TEST_CASE(what_was_merged_can_be_merged_on) {
  std::vector<NamedRecord> parts = parts_at({at(2), at(5)});
  const NamedRecord last = parts.back();
  parts.pop_back();
  const std::vector<NamedRecord> both{last, {"the others", merge(parts, dense())}};
  BOOST_TEST((text_of(merge(both, dense())) == text_of(record_of({}))));
}

BOOST_AUTO_TEST_CASE(gaps_overlaps_and_other_videos_are_told) {
  const auto complaint = [](const RangeRecord& first, const RangeRecord& second) {
    return thrown<Error>([&] { merge({{"a", first}, {"b", second}}, dense()); });
  };
  const RangeRecord start = record_of({{}, at(3)});
  BOOST_TEST(
      contains(complaint(start, record_of({at(4), at(5)})), "leave a gap from 00:00:03.000 to 00:00:04.000"));
  BOOST_TEST(contains(complaint(start, record_of({at(2), at(5)})), "overlap"));
  BOOST_TEST(contains(complaint(start, start), "overlap"));
  BOOST_TEST(
      contains(complaint(start, record_of({at(3), at(5)}, 1, 0.5)), "different frames where they meet"));
  RangeRecord other = record_of({at(3), at(5)});
  other.video.codec = "av1";
  BOOST_TEST(contains(complaint(start, other), "different videos (codec)"));
  AnalyzeOptions bursts;
  const std::vector<NamedRecord> sampled{{"a", gather(*scene(), bursts)}};
  BOOST_TEST(contains(thrown<Error>([&] { merge(sampled, bursts); }), "not sampled densely"));
  BOOST_CHECK_THROW(merge({}, dense()), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_moving_window_is_not_gathered) {
  AnalyzeOptions options;
  options.mode = WindowMode::moving;
  BOOST_CHECK_THROW(gather(*scene(), options), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_part_file_keeps_all_and_refuses_what_is_none) {
  AnalysisPart part{{{"aspect", {"9:16", "1:1"}}, {"grid", {"5"}}}, record_of({at(1), at(5)})};
  FrameDetections& found = part.record.signals.front().detections.emplace();
  found.frame = part.record.signals.front().frame.index;
  found.faces = {{{20.5, 30, 40, 50}, 0.75, -0.25}, {{120, 30, 40, 50}, 0.5}};
  found.objects = {{{1, 2, 100, 60}, 17, 0.5}};
  part.record.signals.front().luma = cv::Mat(180, 320, CV_8UC1, cv::Scalar(77));
  part.record.signals.front().camera_px = 1.25;
  part.record.signals.front().mouths = {
      {{{4}, at(1), {19.5, 30, 40, 50}, 0.125, 0.5}, {{5}, at(2), {20.5, 30, 40, 50}, 0.25, -0.5}}};
  const std::string file = write_part(part);
  const AnalysisPart read = read_part(file, "p");
  BOOST_TEST((read.options == part.options));
  BOOST_TEST((write_part(read) == file));
  const FrameDetections& read_back = read.record.signals.front().detections.value();
  BOOST_TEST((read_back.faces == found.faces && read_back.objects == found.objects));
  const SampledSignals& front = read.record.signals.front();
  BOOST_TEST((front.camera_px == 1.25 && front.luma.size() == cv::Size(320, 180)));
  BOOST_TEST(cv::countNonZero(front.luma != 77) == 0);
  const MouthRun& mouth = read.record.signals.front().mouths.at(0);
  BOOST_TEST(mouth.size() == 2u);
  BOOST_TEST((mouth[1].time == at(2) && mouth[1].opening == 0.25 && mouth[1].turn == -0.5));
  const auto complaint = [](const std::string& bytes) {
    return thrown<Error>([&] { read_part(bytes, "p"); });
  };
  for (const std::size_t length :
       {std::size_t{0}, std::size_t{1}, std::size_t{1000}, file.size() / 2, file.size() - 1}) {
    const std::string message = complaint(file.substr(0, length));
    BOOST_TEST((contains(message, "cut off") || contains(message, "is not a part")), message);
  }
  BOOST_TEST(contains(complaint("{\"version\": 1}"), "is not a part of an analysis"));
  BOOST_TEST(contains(complaint(std::string(1 << 20, '\x81')), "is not a part of an analysis"));
  std::string older = file;
  const std::size_t format = older.find("fformat");
  BOOST_REQUIRE(format != std::string::npos);
  older[format + 7] = '\x01';
  BOOST_TEST(contains(complaint(older), "has format 1, this program reads format 5; analyze it again"));
}

BOOST_AUTO_TEST_SUITE_END()
