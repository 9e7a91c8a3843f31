#include "subject_sink.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "range_shot.hpp"
#include "smartcrop/core/parallel.hpp"

namespace smartcrop::internal {
namespace {

/// Frames that are searched at once, on all workers.
constexpr std::size_t kBatch = 8;

/// Frames are compared by blocks, this many along x and y.
constexpr int kBlocksAcross = 32, kBlocksDown = 18;
/// Largest difference of a block that compression and noise make, and of the lightest and the darkest block
/// of a picture that shows nothing, codes.
constexpr double kNoise = 2, kBlank = 6;

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

std::size_t steps(double longer, double shorter) {
  return static_cast<std::size_t>(std::max(1L, std::lround(longer / shorter)));
}

}  // namespace

SubjectSink::SubjectSink(const VideoInfo& video, const AnalyzeOptions& options, const MovingWindowSink& shots)
    : detectors_(options.subjects),
      mouths_(frame_rate_of(video), options.mouths, options.measure.threads),
      watches_mouths_(options.speaker == SpeakerDetection::automatic),
      shots_(shots),
      threads_(options.measure.threads) {
  const double fps = frame_rate_of(video);
  stride_ = steps(fps, options.importance.analysis_fps);
  period_ = steps(fps / static_cast<double>(stride_), options.detections_per_s);
}

void SubjectSink::frame(std::size_t /*run*/, const SmallFrame& frame) {
  if (shots_.latest_cut() != cut_) {
    cut_ = shots_.latest_cut();
    until_next_ = 0;
  }
  if (watches_mouths_) mouths_.add(frame);
  if (frames_++ % stride_ != 0) return;
  if (until_next_ > 0) {
    --until_next_;
    return;
  }
  until_next_ = period_ - 1;
  const cv::Mat blocks = blocks_of(frame);
  const bool is_repeat = shows_the_same(searched_, blocks);
  if (!is_repeat) searched_ = blocks;
  waiting_.push_back({frame, is_repeat, is_blank(blocks)});
  if (waiting_.size() == kBatch) detect();
}

void SubjectSink::end_run(std::size_t /*run*/) {
  detect();
}

void SubjectSink::detect() {
  std::vector<FrameDetections> found(waiting_.size());
  parallel_for(waiting_.size(), threads_, [&](std::size_t i) {
    const Search& search = waiting_[i];
    if (!search.is_repeat && !search.is_blank) found[i] = detectors_.detect(search.frame);
  });
  for (std::size_t i = 0; i < waiting_.size(); ++i) {
    if (waiting_[i].is_repeat) found[i] = i > 0 ? found[i - 1] : detections_.back();
    found[i].frame = waiting_[i].frame.index;
  }
  mouths_.measure(found);
  std::move(found.begin(), found.end(), std::back_inserter(detections_));
  waiting_.clear();
}

void SubjectSink::restart() {
  frames_ = until_next_ = 0;
  cut_.reset();
  waiting_.clear();
  searched_.release();
  mouths_.restart();
  detections_.clear();
}

}  // namespace smartcrop::internal
