// The one place that links OpenCV's videoio. Loaded by open_capture() on first use.

#include "capture_entry.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>
#include <optional>

#include "smartcrop/core/error.hpp"

namespace smartcrop {
namespace {

/// Image sequences have no clock; 25 is what FFmpeg assumes too.
constexpr int kImageSequenceRate = 25;

enum class Kind { camera, images, pipeline };

Kind kind_of(const std::string& name) {
  if (name.find('!') != std::string::npos) return Kind::pipeline;
  return name.find('%') != std::string::npos ? Kind::images : Kind::camera;
}

/// OpenCV prints warnings about what it tried; the library never prints.
class Silence {
 public:
  Silence() : before_(cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT)) {}
  ~Silence() { cv::utils::logging::setLogLevel(before_); }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  cv::utils::logging::LogLevel before_;
};

class CaptureSource : public FrameSource {
 public:
  explicit CaptureSource(const std::string& name) : kind_(kind_of(name)) {
    const Silence silence;
    open(name);
    if (!capture_.isOpened() || !capture_.read(first_) || first_.empty()) {
      throw Error(name + ": " + reason());
    }
    info_.path = name;
    info_.container = kind_ == Kind::images   ? "image sequence"
                      : kind_ == Kind::camera ? "camera"
                                              : "pipeline";
    info_.codec = "rawvideo";
    info_.pixel_format = first_.channels() == 1 ? "gray" : "yuv444p";
    info_.stored_size = info_.size = first_.size();
    info_.frame_rate = rate();
    info_.is_live = kind_ != Kind::images;
    if (info_.is_live) return;
    const double count = capture_.get(cv::CAP_PROP_FRAME_COUNT);
    if (count < 1) return;
    info_.frames = std::llround(count);
    info_.duration = time_of(*info_.frames);
  }

  const VideoInfo& info() const override { return info_; }

  bool read(Frame& frame) override {
    const Silence silence;
    cv::Mat picture;
    if (!first_.empty()) {
      picture = first_;
      first_.release();
    } else if (!capture_.read(picture) || picture.empty()) {
      return false;
    }
    frame.index = {next_};
    frame.time = kind_ == Kind::images ? time_of(next_) : clock();
    frame.is_key = true;
    frame.bit_depth = 8;
    frame.orientation = {};
    show(frame, picture);
    ++next_;
    return true;
  }

  bool seek(Time time) override {
    if (kind_ != Kind::images || !info_.frames) return false;
    const Rational at = time.seconds * info_.frame_rate;
    next_ = std::clamp<std::int64_t>(at.numerator() / at.denominator(), 0, *info_.frames - 1);
    // Opened anew: the image backend of OpenCV does not go back reliably after the last picture.
    const Silence silence;
    open(info_.path);
    capture_.set(cv::CAP_PROP_POS_FRAMES, static_cast<double>(next_));
    first_.release();
    return true;
  }

  std::vector<Time> key_frames() const override {
    std::vector<Time> times;
    if (kind_ != Kind::images) return times;
    for (std::int64_t i = 0; i < info_.frames.value_or(0); ++i) times.push_back(time_of(i));
    return times;
  }

  std::unique_ptr<FrameSource> clone(const CloneOptions& /*options*/) const override {
    if (kind_ != Kind::images) return nullptr;
    return std::make_unique<CaptureSource>(info_.path);
  }

 private:
  void open(const std::string& name) {
    switch (kind_) {
      case Kind::images:
        capture_.open(name, cv::CAP_IMAGES);
        break;
      case Kind::pipeline:
        capture_.open(name, cv::CAP_GSTREAMER);
        break;
      case Kind::camera:
        // Named, since to try every backend means to search the USB for photo cameras, too.
        if (name.find_first_not_of("0123456789") == std::string::npos && name.size() < 6) {
          capture_.open(std::stoi(name), cv::CAP_V4L2);
        } else {
          capture_.open(name, cv::CAP_V4L2);
        }
        break;
    }
  }

  std::string reason() const {
    switch (kind_) {
      case Kind::images:
        return "no image sequence: no file matches the pattern, or it is not a picture";
      case Kind::pipeline:
        return "the pipeline does not start (it must end in appsink and OpenCV must have GStreamer)";
      case Kind::camera:
        break;
    }
    return "the camera cannot be opened";
  }

  Rational rate() const {
    if (kind_ == Kind::images) return {kImageSequenceRate};
    const double reported = capture_.get(cv::CAP_PROP_FPS);
    constexpr double kHighestRate = 1000;
    if (!(reported > 0 && reported <= kHighestRate)) return {0};
    return {std::llround(reported * 1000), 1000};
  }

  Time time_of(std::int64_t frame) const { return {Rational(frame) / info_.frame_rate}; }

  /// A live source is timed by the wall, to the millisecond.
  Time clock() {
    const auto now = std::chrono::steady_clock::now();
    if (!began_) began_ = now;
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(now - *began_);
    return {Rational(passed.count(), 1000)};
  }

  void show(Frame& frame, const cv::Mat& picture) const {
    constexpr int kBt601 = 6;
    cv::Mat sized = picture;
    if (picture.size() != info_.size) cv::resize(picture, sized, info_.size, 0, 0, cv::INTER_AREA);
    frame.chroma = {};
    frame.coding = {kBt601, true};  // what OpenCV's YCrCb is
    if (info_.pixel_format == "gray") {
      if (sized.channels() == 1) {
        frame.luma = sized.clone();
      } else {
        cv::cvtColor(sized, frame.luma, cv::COLOR_BGR2GRAY);
      }
      frame.owner = std::make_shared<cv::Mat>(frame.luma);
      return;
    }
    cv::Mat colored = sized;
    if (sized.channels() == 1) cv::cvtColor(sized, colored, cv::COLOR_GRAY2BGR);
    auto planes = std::make_shared<std::vector<cv::Mat>>();
    cv::Mat luma_cr_cb;
    cv::cvtColor(colored, luma_cr_cb, cv::COLOR_BGR2YCrCb);
    cv::split(luma_cr_cb, *planes);
    frame.luma = (*planes)[0];
    frame.chroma = {(*planes)[2], (*planes)[1]};
    frame.owner = std::move(planes);
  }

  Kind kind_;
  cv::VideoCapture capture_;
  cv::Mat first_;  ///< read on opening, because only a picture tells that it works
  VideoInfo info_;
  std::int64_t next_ = 0;
  std::optional<std::chrono::steady_clock::time_point> began_;
};

}  // namespace
}  // namespace smartcrop

void smartcrop_open_capture_2(const std::string& name, std::unique_ptr<smartcrop::FrameSource>& source,
                              std::string& error) {
  try {
    source = std::make_unique<smartcrop::CaptureSource>(name);
  } catch (const std::exception& failure) {
    error = failure.what();
  }
}
