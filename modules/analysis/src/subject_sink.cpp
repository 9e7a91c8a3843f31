#include "subject_sink.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "range_shot.hpp"

namespace smartcrop::internal {
namespace {

/// Largest number of unfinished searches: 3 MB of 320x180 maps, and the frames between for the mouths.
constexpr std::size_t kMostUnfinished = 8;

/// Frames are compared by blocks, this many along x and y.
constexpr int kBlocksAcross = 32, kBlocksDown = 18;
/// Largest difference of a block due to compression and noise, and largest difference between the lightest
/// and the darkest block of an empty picture, codes.
constexpr double kNoise = 2, kBlank = 6;
/// Words do not move: a title card needs this share of blocks without change.
constexpr double kQuiet = 0.5;
/// Shortest time between searches for words, s; titles stay for two or more. Lowest scores at which somebody
/// is seen, which few things on title cards reach.
constexpr double kTextInterval_s = 0.7, kPerson = 0.5, kFace = 0.7;
/// Shortest time between measurements of how far faces are turned aside, s. Twice as many are not better.
constexpr double kTurnInterval_s = 0.7;

cv::Mat blocks_of(const SmallFrame& frame) {
  cv::Mat blocks;
  cv::resize(frame.luma, blocks, {kBlocksAcross, kBlocksDown}, 0, 0, cv::INTER_AREA);
  return blocks;
}

bool is_blank(const cv::Mat& blocks) {
  double least = 0, most = 0;
  cv::minMaxLoc(blocks, &least, &most);
  return (most - least) * kMapUnit < kBlank;
}

bool shows_the_same(const cv::Mat& a, const cv::Mat& b) {
  return !a.empty() && cv::norm(a, b, cv::NORM_INF) * kMapUnit < kNoise;
}

bool is_quiet(const cv::Mat& a, const cv::Mat& b) {
  if (a.empty()) return false;
  cv::Mat change;
  cv::absdiff(a, b, change);
  return cv::countNonZero(change < kNoise / kMapUnit) >= kQuiet * static_cast<double>(b.total());
}

bool shows_somebody(const FrameDetections& found) {
  return std::ranges::any_of(found.faces, [](const FaceBox& face) { return face.score >= kFace; }) ||
         std::ranges::any_of(found.objects, [](const DetectedObject& object) {
           return object_kind(object.class_id) == ObjectKind::person && object.score >= kPerson;
         });
}

std::size_t steps(double longer, double shorter) {
  return static_cast<std::size_t>(std::max(1L, std::lround(longer / shorter)));
}

}  // namespace

SubjectSink::SubjectSink(const VideoInfo& video, const AnalyzeOptions& options, const MovingWindowSink& shots)
    : detectors_(options.subjects),
      mouths_(frame_rate_of(video), options.mouths, options.measure.threads, mesh_),
      watches_mouths_(options.speaker == SpeakerDetection::automatic),
      shots_(shots),
      tasks_(tasks_beside(options.measure.threads)) {
  const double fps = frame_rate_of(video);
  stride_ = steps(fps, options.importance.analysis_fps);
  period_ = steps(fps / static_cast<double>(stride_), options.detections_per_s);
  if (options.subjects == SubjectDetection::all && options.titles == TitleCards::whole) text_.emplace();
}

void SubjectSink::frame(std::size_t /*run*/, const SmallFrame& frame) {
  if (shots_.latest_cut() != cut_) {
    cut_ = shots_.latest_cut();
    until_next_ = 0;
    text_time_.reset();
    turn_time_.reset();
  }
  if (watches_mouths_) mouths_.add(frame);
  if (frames_++ % stride_ != 0) return;
  if (until_next_ > 0) {
    --until_next_;
    return;
  }
  until_next_ = period_ - 1;
  start(frame);
}

void SubjectSink::start(const SmallFrame& frame) {
  const cv::Mat blocks = blocks_of(frame);
  const bool is_repeat = shows_the_same(searched_, blocks), may_be_title = is_quiet(searched_, blocks);
  if (!is_repeat) searched_ = blocks;
  const bool blank = is_blank(blocks);
  const bool is_text_turn =
      text_ && !blank && (!text_time_ || (frame.time - *text_time_).value() >= kTextInterval_s);
  if (is_text_turn) text_time_ = frame.time;
  const bool wants_turns =
      !is_repeat && !blank && (!turn_time_ || (frame.time - *turn_time_).value() >= kTurnInterval_s);
  if (wants_turns) turn_time_ = frame.time;
  Search& search = searches_.emplace_back(
      Search{frame, is_repeat, blank, is_text_turn, is_text_turn && may_be_title, wants_turns, {}, {}});
  if (search.has_task()) {
    while (tasks_.is_full()) finish_oldest();
    tasks_.start([this, &search] { run(search); });
  }
  while (searches_.size() > kMostUnfinished) finish_oldest();
}

void SubjectSink::run(Search& search) const {
  if (!search.is_repeat) search.found = detectors_.detect(search.frame);
  if (search.wants_turns) measure_turns(mesh_, search.frame, search.found);
  if (search.wants_text && !shows_somebody(search.found)) search.text = text_->detect(search.frame);
}

void SubjectSink::finish_oldest() {
  Search& search = searches_.front();
  if (search.has_task()) tasks_.finish_oldest();
  if (search.is_repeat) search.found = detections_.back();
  search.found.frame = search.frame.index;
  if (watches_mouths_) mouths_.add(search.found, search.frame.geometry);
  detections_.push_back(std::move(search.found));
  search.text.frame = search.frame.index;
  if (search.is_text_turn) texts_.push_back(std::move(search.text));
  searches_.pop_front();
}

void SubjectSink::finish_all() {
  while (!searches_.empty()) finish_oldest();
}

void SubjectSink::end_run(std::size_t /*run*/) {
  finish_all();
  mouths_.finish();
}

void SubjectSink::restart() {
  finish_all();
  frames_ = until_next_ = 0;
  cut_.reset();
  searched_.release();
  mouths_.restart();
  detections_.clear();
  texts_.clear();
  text_time_.reset();
  turn_time_.reset();
}

}  // namespace smartcrop::internal
