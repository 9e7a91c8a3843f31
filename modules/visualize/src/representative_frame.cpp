#include "smartcrop/visualize/representative_frame.hpp"

#include <algorithm>
#include <numeric>
#include <opencv2/core.hpp>
#include <span>
#include <vector>

#include "smartcrop/core/conditions.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/visualize/bgr_picture.hpp"

namespace smartcrop {
namespace {

const cv::Size kThumbnailSize{32, 18};  // the size that shot detection uses
/// Mean difference of two thumbnails, 8-bit codes, above which they belong to different shots. Measured on
/// the clips of the tests: hard cuts 30 and above, a second of walking people or of a pan below 15.
constexpr double kOtherShot = 22;
/// Brightness and its standard deviation, 8-bit codes, below which a picture shows nothing: black is 0, title
/// cards of one color deviate by less than 3.
constexpr double kDark = 14, kEven = 6;

struct Thumbnail {
  Time time;
  cv::Mat pixels;  ///< CV_32FC3
  double contrast = 0;
  bool shows_something = true;
};

/// Samples [first, last) of one shot.
struct SampledShot {
  std::size_t first = 0, last = 0;
  double contrast = 0;  ///< mean over the samples
};

Thumbnail thumbnail_of(const Frame& frame) {
  Thumbnail sample{frame.time, {}};
  const cv::Mat small = bgr_picture(frame, kThumbnailSize);
  small.convertTo(sample.pixels, CV_32FC3);
  cv::Scalar mean, deviation;
  cv::meanStdDev(small.reshape(1), mean, deviation);
  sample.contrast = deviation[0];
  sample.shows_something = mean[0] >= kDark && deviation[0] >= kEven;
  return sample;
}

double difference(const cv::Mat& a, const cv::Mat& b) {
  return cv::norm(a, b, cv::NORM_L1) / static_cast<double>(a.total() * 3);
}

/// At most `count` of them, spread evenly.
std::vector<Time> spread(const std::vector<Time>& times, int count) {
  const auto wanted = static_cast<std::size_t>(count);
  if (times.size() <= wanted) return times;
  std::vector<Time> chosen;
  for (std::size_t i = 0; i < wanted; ++i) chosen.push_back(times[(2 * i + 1) * times.size() / (2 * wanted)]);
  return chosen;
}

/// Begins to read at `start` or before.
void go_to(FrameSource& source, Time start) {
  static_cast<void>(source.seek(start));  // a source that cannot seek is at its beginning
}

class ThumbnailReader {
 public:
  ThumbnailReader(FrameSource& source, Time start, std::optional<Time> end,
                  const RepresentativeOptions& options)
      : source_(source), start_(start), end_(end), options_(options) {}

  std::vector<Thumbnail> take() {
    std::vector<Time> keys;
    for (const Time key : source_.key_frames()) {
      if (is_inside(key)) keys.push_back(key);
    }
    if (static_cast<int>(keys.size()) >= options_.few_key_frames) {
      for (const Time key : spread(keys, options_.key_frames)) look_at(key);
    }
    if (samples_.empty()) look_at_every_frame();
    return std::move(samples_);
  }

 private:
  bool is_inside(Time time) const { return time >= start_ && (!end_ || time < *end_); }

  void look_at(Time key) {
    options_.cancellation.throw_if_canceled();
    Frame frame;
    if (!source_.seek(key)) return;
    source_.expect(1);
    if (source_.read(frame) && is_inside(frame.time)) samples_.push_back(thumbnail_of(frame));
  }

  void look_at_every_frame() {
    go_to(source_, start_);
    Frame frame;
    while (static_cast<int>(samples_.size()) < options_.frames && source_.read(frame)) {
      options_.cancellation.throw_if_canceled();
      if (end_ && frame.time >= *end_) return;
      if (is_inside(frame.time)) samples_.push_back(thumbnail_of(frame));
    }
  }

  FrameSource& source_;
  Time start_;
  std::optional<Time> end_;
  const RepresentativeOptions& options_;
  std::vector<Thumbnail> samples_;
};

/// Runs of neighboring samples that resemble each other and all show something, or all show nothing.
std::vector<SampledShot> sampled_shots(std::span<const Thumbnail> samples) {
  std::vector<SampledShot> shots;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const bool goes_on = i > 0 && samples[i].shows_something == samples[i - 1].shows_something &&
                         difference(samples[i].pixels, samples[i - 1].pixels) < kOtherShot;
    if (!goes_on) shots.push_back({i, i, 0});
    shots.back().last = i + 1;
  }
  for (SampledShot& shot : shots) {
    for (std::size_t i = shot.first; i < shot.last; ++i) shot.contrast += samples[i].contrast;
    shot.contrast /= static_cast<double>(shot.last - shot.first);
  }
  return shots;
}

bool is_better(const SampledShot& a, const SampledShot& b, std::span<const Thumbnail> samples) {
  const bool a_shows = samples[a.first].shows_something, b_shows = samples[b.first].shows_something;
  if (a_shows != b_shows) return a_shows;
  if (a.last - a.first != b.last - b.first) return a.last - a.first > b.last - b.first;
  return a.contrast > b.contrast;
}

double median_contrast(std::span<const Thumbnail> shot) {
  std::vector<double> contrasts;
  for (const Thumbnail& sample : shot) contrasts.push_back(sample.contrast);
  const auto middle = contrasts.begin() + std::ssize(contrasts) / 2;
  std::nth_element(contrasts.begin(), middle, contrasts.end());
  return *middle;
}

/// Samples in a fade or dissolve at the shot's ends are flatter than most of it; they are left out.
Time nearest_to_mean(std::span<const Thumbnail> shot) {
  constexpr double kFlatter = 0.95;
  const double least = kFlatter * median_contrast(shot);
  cv::Mat mean = cv::Mat::zeros(shot.front().pixels.size(), CV_32FC3);
  int count = 0;
  for (const Thumbnail& sample : shot) {
    if (sample.contrast < least) continue;
    mean += sample.pixels;
    ++count;
  }
  mean /= count;
  const Thumbnail* nearest = nullptr;
  double distance = 0;
  for (const Thumbnail& sample : shot) {
    const double other = difference(sample.pixels, mean);
    if (sample.contrast < least || (nearest != nullptr && other >= distance)) continue;
    nearest = &sample;
    distance = other;
  }
  return nearest->time;
}

}  // namespace

std::vector<std::string> RepresentativeOptions::problems() const {
  return unmet({
      {key_frames >= 1, "key_frames must be 1 or more"},
      {few_key_frames >= 1, "few_key_frames must be 1 or more"},
      {frames >= 1, "frames must be 1 or more"},
  });
}

Frame representative_frame(FrameSource& source, Time start, std::optional<Time> end,
                           const RepresentativeOptions& options) {
  throw_if_any("representative frame options", options.problems());
  const std::vector<Thumbnail> samples = ThumbnailReader(source, start, end, options).take();
  if (samples.empty()) throw Error(source.info().path + ": no frame from " + to_clock(start) + " on");
  const std::vector<SampledShot> shots = sampled_shots(samples);
  const SampledShot best =
      *std::min_element(shots.begin(), shots.end(),
                        [&](const SampledShot& a, const SampledShot& b) { return is_better(a, b, samples); });
  const Time time = nearest_to_mean(std::span(samples).subspan(best.first, best.last - best.first));

  // A source that cannot seek is read anew.
  const std::unique_ptr<FrameSource> again = source.seek(time) ? nullptr : source.clone();
  FrameSource& reader = again ? *again : source;
  Frame frame;
  while (reader.read(frame)) {
    options.cancellation.throw_if_canceled();
    if (frame.time >= time) return frame;
  }
  throw Error(source.info().path + ": the frame at " + to_clock(time) + " cannot be read again");
}

}  // namespace smartcrop
