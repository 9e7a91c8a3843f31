#include "smartcrop/video/synthetic_source.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <stdexcept>
#include <string>

#include "smartcrop/core/error.hpp"

namespace smartcrop {
namespace {

constexpr int kTextureSquare = 8;

std::vector<std::string> problems_of(const SyntheticOptions& options) {
  std::vector<std::string> problems;
  const auto want = [&](bool is_met, const std::string& constraint) {
    if (!is_met) problems.push_back(constraint);
  };
  const auto is_code = [](int value) { return value >= 0 && value <= 255; };
  want(options.size.width > 0 && options.size.height > 0, "size must be above 0 on both sides");
  want(options.frames >= 0, "frames must not be negative");
  want(options.frame_rate > Rational(0), "frame_rate must be above 0");
  want(options.bit_depth >= 8 && options.bit_depth <= 16, "bit_depth must be 8 to 16");
  want(is_code(options.background_luma), "background_luma must be 0 to 255");
  want(is_code(options.background_luma + options.texture), "background_luma + texture must be 0 to 255");
  want(options.key_frame_interval > 0, "key_frame_interval must be above 0");
  const int turn = options.orientation.clockwise_degrees;
  want(turn == 0 || turn == 90 || turn == 180 || turn == 270,
       "orientation must be 0, 90, 180 or 270 degrees");
  for (const MovingShape& shape : options.shapes) {
    want(is_code(shape.luma) && is_code(shape.cb) && is_code(shape.cr), "codes of a shape must be 0 to 255");
  }
  return problems;
}

cv::Rect rounded(const MovingShape& shape, std::int64_t frame) {
  const auto n = static_cast<double>(frame);
  const auto whole = [](double value) { return static_cast<int>(std::lround(value)); };
  return {whole(shape.start.x + shape.velocity_px.x * n), whole(shape.start.y + shape.velocity_px.y * n),
          whole(shape.start.width), whole(shape.start.height)};
}

/// Every chroma sample that the rectangle touches.
cv::Rect halved(cv::Rect r) {
  const auto down = [](int value) { return value >= 0 ? value / 2 : -((1 - value) / 2); };
  const int left = down(r.x), top = down(r.y);
  return {left, top, down(r.x + r.width + 1) - left, down(r.y + r.height + 1) - top};
}

class SyntheticSource : public FrameSource {
 public:
  explicit SyntheticSource(const SyntheticOptions& options) : options_(options) {
    throw_if_any("synthetic source", problems_of(options));
    info_.path = "synthetic";
    info_.container = "synthetic";
    info_.codec = "synthetic";
    info_.pixel_format = options.gray ? "gray" : "yuv420p";
    if (options.bit_depth > 8) info_.pixel_format += std::to_string(options.bit_depth) + "le";
    info_.bit_depth = options.bit_depth;
    info_.stored_size = options.size;
    info_.orientation = options.orientation;
    info_.size =
        options.orientation.swaps_sides() ? cv::Size(options.size.height, options.size.width) : options.size;
    info_.frame_rate = options.frame_rate;
    info_.duration = time_of(options.frames);
    info_.frames = options.frames;
    background_ = plane(options.size, options.background_luma);
    for (int y = 0; y < options.size.height && options.texture != 0; y += kTextureSquare) {
      for (int x = 0; x < options.size.width; x += kTextureSquare) {
        if ((x / kTextureSquare + y / kTextureSquare) % 2 == 0) continue;
        paint(background_, {x, y, kTextureSquare, kTextureSquare}, options.background_luma + options.texture);
      }
    }
  }

  const VideoInfo& info() const override { return info_; }

  bool read(Frame& frame) override {
    if (next_ >= options_.frames) return false;
    frame.index = {next_};
    frame.time = time_of(next_);
    frame.is_key = next_ % options_.key_frame_interval == 0;
    frame.bit_depth = options_.bit_depth;
    frame.orientation = options_.orientation;
    frame.luma = background_.clone();
    frame.chroma = {};
    for (const MovingShape& shape : options_.shapes) paint(frame.luma, rounded(shape, next_), shape.luma);
    if (!options_.gray) {
      const cv::Size half((options_.size.width + 1) / 2, (options_.size.height + 1) / 2);
      constexpr int kNeutral = 128;
      frame.chroma = {plane(half, kNeutral), plane(half, kNeutral)};
      for (const MovingShape& shape : options_.shapes) {
        paint(frame.chroma[0], halved(rounded(shape, next_)), shape.cb);
        paint(frame.chroma[1], halved(rounded(shape, next_)), shape.cr);
      }
    }
    // The planes own their memory; the owner holds them for whoever keeps only the owner.
    frame.owner = std::make_shared<std::array<cv::Mat, 3>>(
        std::array<cv::Mat, 3>{frame.luma, frame.chroma[0], frame.chroma[1]});
    ++next_;
    return true;
  }

  bool seek(Time time) override {
    const Rational frames = time.seconds * options_.frame_rate;
    const std::int64_t frame = std::clamp<std::int64_t>(frames.numerator() / frames.denominator(), 0,
                                                        std::max(options_.frames - 1, 0));
    next_ = frame - frame % options_.key_frame_interval;
    return true;
  }

  std::vector<Time> key_frames() const override {
    std::vector<Time> times;
    for (int i = 0; i < options_.frames; i += options_.key_frame_interval) times.push_back(time_of(i));
    return times;
  }

  std::unique_ptr<FrameSource> clone(const CloneOptions& /*options*/) const override {
    return std::make_unique<SyntheticSource>(options_);
  }

 private:
  Time time_of(std::int64_t frame) const { return {Rational(frame) / options_.frame_rate}; }
  int code(int eight_bits) const { return eight_bits << (options_.bit_depth - 8); }
  cv::Mat plane(cv::Size size, int value) const {
    return cv::Mat(size, options_.bit_depth > 8 ? CV_16UC1 : CV_8UC1, cv::Scalar(code(value)));
  }
  void paint(cv::Mat& target, cv::Rect where, int value) const {
    where &= cv::Rect(cv::Point(), target.size());
    if (!where.empty()) target(where).setTo(cv::Scalar(code(value)));
  }

  SyntheticOptions options_;
  VideoInfo info_;
  cv::Mat background_;
  std::int64_t next_ = 0;
};

}  // namespace

std::unique_ptr<FrameSource> make_synthetic_source(const SyntheticOptions& options) {
  return std::make_unique<SyntheticSource>(options);
}

}  // namespace smartcrop
