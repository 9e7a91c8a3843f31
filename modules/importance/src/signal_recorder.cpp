#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "above_mean.hpp"
#include "smartcrop/importance/importance.hpp"
#include "smartcrop/importance/subject_color.hpp"

namespace smartcrop {
namespace {

// The camera model of a map whose pixel p is pixel shrink * p + (shrink - 1) / 2 + offset of the small frame.
CameraMotion in_frame_px(const CameraMotion& motion, int shrink, cv::Point offset) {
  CameraMotion result = motion;
  const cv::Matx23d& m = motion.previous_from_current;
  const double ox = offset.x + (shrink - 1) / 2.0, oy = offset.y + (shrink - 1) / 2.0;
  result.previous_from_current(0, 2) = shrink * m(0, 2) + ox - m(0, 0) * ox - m(0, 1) * oy;
  result.previous_from_current(1, 2) = shrink * m(1, 2) + oy - m(1, 0) * ox - m(1, 1) * oy;
  result.map_size = motion.map_size * shrink;
  result.noise_px = motion.noise_px * shrink;
  return result;
}

}  // namespace

SignalRecorder::SignalRecorder(const ImportanceOptions& options, const MapGeometry& geometry, double fps)
    : options_(options), camera_(options.camera) {
  const cv::Size frame_px = geometry.map_size();
  if (const auto list = options.problems(); !list.empty())
    throw std::invalid_argument("ImportanceOptions: " + list.front());
  if (!(fps > 0)) throw std::invalid_argument("SignalRecorder: fps must be above 0");
  if (std::min(frame_px.width, frame_px.height) < kSmallestObservedSide)
    throw std::invalid_argument("SignalRecorder: maps must be at least 48x48 px");
  stride_ = std::max(1, static_cast<int>(std::lround(fps / options.analysis_fps)));
  const int cell =
      static_cast<int>(std::ceil(std::sqrt(static_cast<double>(frame_px.area()) / options.grid_cells)));
  grid_.cell_px = cell;
  grid_.map = geometry;
  grid_.cells = {frame_px.width / cell, frame_px.height / cell};
  grid_.offset_px = {(frame_px.width - grid_.cells.width * cell) / 2,
                     (frame_px.height - grid_.cells.height * cell) / 2};
  shrink_ = (std::max(frame_px.width, frame_px.height) + options.flow_side - 1) / options.flow_side;
  flow_size_ = {grid_.cells.width * cell / shrink_, grid_.cells.height * cell / shrink_};
  shot_.grid = grid_;
  shot_.step_s = stride_ / fps;
}

cv::Mat SignalRecorder::measure_motion(const cv::Mat& luma_region, CameraMotion& camera) {
  cv::Mat small, bytes;
  cv::resize(luma_region(cv::Rect({}, flow_size_ * shrink_)), small, flow_size_, 0, 0, cv::INTER_AREA);
  small.convertTo(bytes, CV_8U, kMapUnit);
  cv::Mat cells;
  if (!previous_.empty()) {
    const MotionMaps maps = camera_.measure(previous_, bytes);
    camera = in_frame_px(maps.camera, shrink_, grid_.offset_px);
    cv::Mat around, moving(flow_size_, CV_32F);
    cv::multiply(maps.difference, maps.difference, around, 1, CV_32F);
    cv::blur(around, around, {options_.support_box, options_.support_box});
    const auto squared = [](double v) { return static_cast<float>(v * v); };
    const float share = static_cast<float>(options_.flow_share), gray2 = squared(options_.motion_gray),
                support2 = squared(options_.support_gray);
    const float px2 = squared(options_.motion_px) + squared(2 * maps.camera.noise_px);
    // r^2 / (r^2 + px^2) believed where the picture changes too, and d^2 / (d^2 + gray^2).
    for (int j = 0; j < flow_size_.height; ++j) {
      const float* r = maps.residual.ptr<float>(j);
      const uchar* d = maps.difference.ptr<uchar>(j);
      const float* a = around.ptr<float>(j);
      float* m = moving.ptr<float>(j);
      for (int i = 0; i < flow_size_.width; ++i) {
        const float r2 = r[i] * r[i], d2 = static_cast<float>(d[i] * d[i]);
        m[i] = share * (r2 * a[i]) / ((r2 + px2) * (a[i] + support2)) + (1 - share) * d2 / (d2 + gray2);
      }
    }
    cv::Mat means;
    cv::resize(moving, means, grid_.cells, 0, 0, cv::INTER_AREA);
    means.convertTo(cells, CV_8U, 255);
  }
  previous_ = bytes;
  return cells;
}

void SignalRecorder::add(const SmallFrame& frame) {
  if (until_next_ > 0) {
    --until_next_;
    return;
  }
  if (frame.geometry != grid_.map)
    throw std::invalid_argument("SignalRecorder::add: frame of another geometry");
  until_next_ = stride_ - 1;
  const cv::Rect region(grid_.offset_px.x, grid_.offset_px.y, grid_.cells.width * grid_.cell_px,
                        grid_.cells.height * grid_.cell_px);
  FrameSignals seen;
  seen.index = frame.index;
  seen.time = frame.time;
  cv::Mat planes[3];
  const cv::Mat* sources[3] = {&frame.luma, &frame.cb, &frame.cr};
  for (int c = 0; c < 3; ++c) {
    if (sources[c]->empty()) {
      planes[c] = cv::Mat(grid_.cells, CV_32F, cv::Scalar(128));
      continue;
    }
    cv::Mat cells;
    cv::resize((*sources[c])(region), cells, grid_.cells, 0, 0, cv::INTER_AREA);
    cells.convertTo(planes[c], CV_32F, kMapUnit);
  }
  if (options_.use_motion) seen.motion = measure_motion(frame.luma(region), seen.camera);
  if (options_.use_saliency || options_.use_contrast) {
    cv::Mat still = cv::Mat::zeros(grid_.cells, CV_32F);
    if (options_.use_saliency)
      still += above_mean(spectral_residual(planes[0], options_.saliency)) * options_.saliency_weight;
    if (options_.use_contrast)
      still += above_mean(color_contrast(planes[0], planes[1], planes[2], options_.saliency)) *
               options_.contrast_weight;
    double largest = 0;
    cv::minMaxLoc(still, nullptr, &largest);
    still.convertTo(seen.still, CV_8U, largest > 0 ? 255 / largest : 0);
  }
  if (options_.use_color) seen.colors = color_bins(planes[0], planes[1], planes[2]);
  shot_.frames.push_back(std::move(seen));
}

ShotSignals SignalRecorder::take() {
  ShotSignals done = std::move(shot_);
  shot_ = {};
  shot_.grid = grid_;
  shot_.step_s = done.step_s;
  previous_.release();
  until_next_ = 0;
  return done;
}

std::vector<ShotSignals> split_at_shots(ShotSignals observations, const std::vector<Shot>& shots) {
  std::vector<ShotSignals> parts;
  std::size_t next = 0;
  std::vector<FrameSignals>& frames = observations.frames;
  for (const Shot& shot : shots) {
    ShotSignals& part = parts.emplace_back(ShotSignals{observations.grid, observations.step_s, {}});
    while (next < frames.size() && frames[next].index < shot.start_frame) ++next;
    while (next < frames.size() && frames[next].index < shot.end_frame)
      part.frames.push_back(std::move(frames[next++]));
    if (part.frames.empty()) continue;
    part.frames[0].motion = part.frames.size() > 1 ? part.frames[1].motion : cv::Mat();
    part.frames[0].camera = {};
  }
  return parts;
}

}  // namespace smartcrop
