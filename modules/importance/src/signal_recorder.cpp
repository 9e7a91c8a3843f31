#include "smartcrop/importance/signal_recorder.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "cell_maps.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/importance/map_store.hpp"
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

// A plane of the small frame as the means of the grid's cells, CV_32FC1 in 8-bit codes; without one, gray.
cv::Mat cell_means(const cv::Mat& plane, const GridGeometry& grid) {
  if (plane.empty()) return {grid.cells, CV_32F, cv::Scalar(128)};
  cv::Mat means, codes;
  cv::resize(plane(grid.covered_px()), means, grid.cells, 0, 0, cv::INTER_AREA);
  means.convertTo(codes, CV_32F, kMapUnit);
  return codes;
}

// Saliency and contrast, CV_8UC1, largest = 255. Planes: CV_32FC1.
cv::Mat still_signal(const cv::Mat& luma, const cv::Mat& cb, const cv::Mat& cr, const ImportanceOptions& o) {
  cv::Mat still = cv::Mat::zeros(luma.size(), CV_32F);
  if (o.use_saliency) still += internal::above_mean(spectral_residual(luma, o.saliency)) * o.saliency_weight;
  if (o.use_contrast)
    still += internal::above_mean(color_contrast(luma, cb, cr, o.saliency)) * o.contrast_weight;
  double largest = 0;
  cv::minMaxLoc(still, nullptr, &largest);
  cv::Mat bytes;
  still.convertTo(bytes, CV_8U, largest > 0 ? 255 / largest : 0);
  return bytes;
}

// The mean flow of each cell; `flow` in px of a map `shrink` times smaller than the small frame.
cv::Mat cell_flow(const cv::Mat& flow, int shrink, const GridGeometry& grid) {
  cv::Mat means, steps;
  cv::resize(flow, means, grid.cells, 0, 0, cv::INTER_AREA);
  means.convertTo(steps, CV_8S, static_cast<double>(shrink) / grid.cell_px / kFlowUnit);
  return steps;
}

// A camera at the first speed counts as half moving. A place counts as half streaming past it where the flow
// is faster than the camera model's by the second share of the camera's speed. Chosen once, not fitted.
constexpr float kCameraMoves_px = 0.5f, kStreams = 0.5f;

// Multiplies the certainty of places that stream past a moving camera by
//   1 - streaming * v^2 / (v^2 + kCameraMoves_px^2) * e^2 / (e^2 + (kStreams v)^2)
// with v the camera's mean speed, and e how much faster the flow is than the camera model's.
void leave_out_streaming(const MotionMaps& maps, double streaming, cv::Mat& moving) {
  const auto speed = static_cast<float>(maps.camera.mean_speed_px());
  const float moves = speed * speed / (speed * speed + kCameraMoves_px * kCameraMoves_px);
  const float share = static_cast<float>(streaming) * moves;
  const float half = kStreams * kStreams * speed * speed + 1e-6f;
  for (int j = 0; j < moving.rows; ++j) {
    const float* e = maps.excess.ptr<float>(j);
    float* certainty = moving.ptr<float>(j);
    for (int i = 0; i < moving.cols; ++i) certainty[i] *= 1 - share * e[i] * e[i] / (e[i] * e[i] + half);
  }
}

// Certainty that a pixel moves on its own, CV_32FC1, 0..1:
//   share * r^2 / (r^2 + px^2) * a / (a + support^2) + (1 - share) * d^2 / (d^2 + gray^2)
// with r the flow that the camera does not explain, d the difference that it does not explain, and a the mean
// of d^2 around: flow is believed where the picture changes too.
cv::Mat motion_certainty(const MotionMaps& maps, const ImportanceOptions& o) {
  cv::Mat around, moving(maps.residual.size(), CV_32F);
  cv::multiply(maps.difference, maps.difference, around, 1, CV_32F);
  cv::blur(around, around, {o.support_box, o.support_box});
  const auto squared = [](double v) { return static_cast<float>(v * v); };
  const float share = static_cast<float>(o.flow_share), gray2 = squared(o.motion_gray),
              support2 = squared(o.support_gray);
  const float px2 = squared(o.motion_px) + squared(2 * maps.camera.noise_px);
  for (int j = 0; j < moving.rows; ++j) {
    const float* r = maps.residual.ptr<float>(j);
    const uchar* d = maps.difference.ptr<uchar>(j);
    const float* a = around.ptr<float>(j);
    float* m = moving.ptr<float>(j);
    for (int i = 0; i < moving.cols; ++i) {
      const float r2 = r[i] * r[i], d2 = static_cast<float>(d[i] * d[i]);
      m[i] = share * (r2 * a[i]) / ((r2 + px2) * (a[i] + support2)) + (1 - share) * d2 / (d2 + gray2);
    }
  }
  return moving;
}

}  // namespace

SignalRecorder::SignalRecorder(const ImportanceOptions& options, const MapGeometry& geometry, double fps,
                               bool with_flow)
    : options_(options), with_flow_(with_flow), camera_(options.camera) {
  const cv::Size frame_px = geometry.map_size();
  throw_if_any("ImportanceOptions", options.problems());
  if (!(fps > 0)) throw std::invalid_argument("SignalRecorder: fps must be above 0");
  if (std::min(frame_px.width, frame_px.height) < kSmallestSignalSide)
    throw std::invalid_argument("SignalRecorder: maps must be at least 48x48 px");
  stride_ = std::max(1, static_cast<int>(std::lround(fps / options.analysis_fps)));
  grid_ = grid_geometry(geometry, options.grid_cells);
  shrink_ = (std::max(frame_px.width, frame_px.height) + options.flow_side - 1) / options.flow_side;
  flow_size_ = grid_.covered_px().size() / shrink_;
  shot_.grid = grid_;
  shot_.step_s = stride_ / fps;
  if (options.use_motion && options.use_graphics) edges_.emplace(grid_);
}

void SignalRecorder::measure_motion(const cv::Mat& luma, FrameSignals& signals) {
  cv::Mat small, bytes;
  cv::resize(luma(cv::Rect({}, flow_size_ * shrink_)), small, flow_size_, 0, 0, cv::INTER_AREA);
  small.convertTo(bytes, CV_8U, kMapUnit);
  if (!previous_.empty()) {
    const MotionMaps maps = camera_.measure(previous_, bytes);
    signals.camera = in_frame_px(maps.camera, shrink_, grid_.offset_px);
    cv::Mat means;
    cv::Mat moving = motion_certainty(maps, options_);
    leave_out_streaming(maps, options_.streaming, moving);
    cv::resize(moving, means, grid_.cells, 0, 0, cv::INTER_AREA);
    means.convertTo(signals.motion, CV_8U, 255);
    if (with_flow_) signals.flow = cell_flow(maps.flow, shrink_, grid_);
  }
  previous_ = bytes;
}

void SignalRecorder::add(const SmallFrame& frame) {
  if (until_next_ > 0) {
    --until_next_;
    return;
  }
  if (frame.geometry != grid_.map)
    throw std::invalid_argument("SignalRecorder::add: frame of another geometry");
  until_next_ = stride_ - 1;
  const cv::Mat luma = cell_means(frame.luma, grid_), cb = cell_means(frame.cb, grid_),
                cr = cell_means(frame.cr, grid_);
  FrameSignals signals;
  signals.index = frame.index;
  signals.time = frame.time;
  const cv::Mat covered = frame.luma(grid_.covered_px());
  if (options_.use_motion) measure_motion(covered, signals);
  if (edges_) {
    const double camera_px = signals.camera.map_size.empty() ? 0 : signals.camera.mean_speed_px();
    if (auto stayed = edges_->add(frame.index, frame.time, covered, camera_px))
      shot_.edges.push_back(std::move(*stayed));
  }
  if (auto compared = edge_comparisons_.add(frame)) shot_.edge_comparisons.push_back(std::move(*compared));
  if (options_.use_saliency || options_.use_contrast) signals.still = still_signal(luma, cb, cr, options_);
  if (options_.use_color) signals.colors = color_bins(luma, cb, cr);
  for (cv::Mat* map : {&signals.motion, &signals.still, &signals.colors, &signals.flow}) *map = stored(*map);
  shot_.frames.push_back(std::move(signals));
}

ShotSignals SignalRecorder::take() {
  ShotSignals done = std::move(shot_);
  shot_ = {};
  shot_.grid = grid_;
  shot_.step_s = done.step_s;
  previous_.release();
  until_next_ = 0;
  if (edges_) edges_.emplace(grid_);
  edge_comparisons_ = {};
  return done;
}

}  // namespace smartcrop
