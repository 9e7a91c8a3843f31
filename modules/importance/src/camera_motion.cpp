#include "smartcrop/importance/camera_motion.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "smartcrop/core/conditions.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/parallel.hpp"

namespace smartcrop {
namespace {

constexpr float kSmallestNoisePx = 0.05f;

struct FlowSample {
  float x, y;     // px from the map's center
  float fx, fy;   // flow, px
  float texture;  // 0..1, how far the flow here can be trusted
};

using Line = std::array<double, 3>;  // c0 + c1 x + c2 y

float squared_misfit(const FlowSample& s, const Line& cx, const Line& cy) {
  const double dx = s.fx - (cx[0] + cx[1] * s.x + cx[2] * s.y),
               dy = s.fy - (cy[0] + cy[1] * s.x + cy[2] * s.y);
  return static_cast<float>(dx * dx + dy * dy);
}

float median(std::vector<float>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// Weighted least squares, both components at once. Leaves the lines as they are if the samples do not fix
// them.
void fit(const std::vector<FlowSample>& samples, const std::vector<float>& weights, Line& cx, Line& cy) {
  cv::Matx33d normal = cv::Matx33d::zeros();
  cv::Matx32d rhs = cv::Matx32d::zeros();
  double w1 = 0, wx = 0, wy = 0, wxx = 0, wxy = 0, wyy = 0;
  for (std::size_t n = 0; n < samples.size(); ++n) {
    const FlowSample& s = samples[n];
    const double w = weights[n], x = s.x, y = s.y, fx = w * s.fx, fy = w * s.fy;
    w1 += w, wx += w * x, wy += w * y, wxx += w * x * x, wxy += w * x * y, wyy += w * y * y;
    rhs(0, 0) += fx, rhs(1, 0) += fx * x, rhs(2, 0) += fx * y;
    rhs(0, 1) += fy, rhs(1, 1) += fy * x, rhs(2, 1) += fy * y;
  }
  normal = {w1, wx, wy, wx, wxx, wxy, wy, wxy, wyy};
  // Slight damping of the gradients: with few textured samples the model becomes a shift.
  normal(0, 0) += 1e-9;
  normal(1, 1) += 1 + 1e-6 * w1, normal(2, 2) += 1 + 1e-6 * w1;
  bool solved = false;
  const cv::Matx33d inverse = normal.inv(cv::DECOMP_CHOLESKY, &solved);
  if (!solved) return;
  const cv::Matx32d c = inverse * rhs;
  for (int i = 0; i < 3; ++i)
    cx[static_cast<std::size_t>(i)] = c(i, 0), cy[static_cast<std::size_t>(i)] = c(i, 1);
}

// g^2 / (g^2 + scale^2) with g^2 the variance of the 5 x 5 px around: flow on flat ground is a guess.
float texture_at(const cv::Mat& luma, int x, int y, double scale) {
  if (!(scale > 0)) return 1;
  int sum = 0, squares = 0;
  const int x0 = std::clamp(x - 2, 0, luma.cols - 5), y0 = std::clamp(y - 2, 0, luma.rows - 5);
  for (int j = y0; j < y0 + 5; ++j) {
    const uchar* p = luma.ptr<uchar>(j);
    for (int i = x0; i < x0 + 5; ++i) sum += p[i], squares += p[i] * p[i];
  }
  const double variance = squares / 25.0 - sum * sum / 625.0;
  return static_cast<float>(variance / (variance + scale * scale));
}

}  // namespace

std::vector<std::string> CameraMotionOptions::problems() const {
  return unmet({
      {finest_scale >= 0 && finest_scale <= 2, "finest_scale must be in 0..2"},
      {patch_stride >= 2 && patch_stride <= 8, "patch_stride must be in 2..8"},
      {descent_steps >= 1 && descent_steps <= 64, "descent_steps must be in 1..64"},
      {sample_step_px >= 1 && sample_step_px <= 16, "sample_step_px must be in 1..16"},
      {iterations >= 1 && iterations <= 50, "iterations must be in 1..50"},
  });
}

double CameraMotion::mean_speed_px() const {
  const cv::Matx23d& m = previous_from_current;
  double sum = 0;
  for (int j = 0; j < 3; ++j)
    for (int i = 0; i < 3; ++i) {
      const double x = map_size.width * (i + 0.5) / 3, y = map_size.height * (j + 0.5) / 3;
      sum += std::hypot(m(0, 0) * x + m(0, 1) * y + m(0, 2) - x, m(1, 0) * x + m(1, 1) * y + m(1, 2) - y);
    }
  return sum / 9;
}

CameraMotion fit_camera_motion(const cv::Mat& flow, const cv::Mat& luma, const CameraMotionOptions& options) {
  if (flow.type() != CV_32FC2 || flow.empty() || luma.type() != CV_8UC1 || luma.size() != flow.size())
    throw std::invalid_argument(
        "fit_camera_motion: flow must be CV_32FC2, luma CV_8UC1, of equal size, not empty");
  if (flow.cols < 8 || flow.rows < 8)
    throw std::invalid_argument("fit_camera_motion: flow must be at least 8x8");
  const double mx = (flow.cols - 1) / 2.0, my = (flow.rows - 1) / 2.0;
  std::vector<FlowSample> samples;
  std::vector<float> fx, fy;
  const int step = options.sample_step_px;
  for (int j = step / 2; j < flow.rows; j += step)
    for (int i = step / 2; i < flow.cols; i += step) {
      const auto& f = flow.at<cv::Vec2f>(j, i);
      samples.push_back({static_cast<float>(i - mx), static_cast<float>(j - my), f[0], f[1],
                         texture_at(luma, i, j, options.texture_gray)});
      fx.push_back(f[0]);
      fy.push_back(f[1]);
    }
  Line cx{median(fx), 0, 0}, cy{median(fy), 0, 0};
  CameraMotion motion;
  motion.map_size = flow.size();
  std::vector<float> misfits(samples.size()), weights(samples.size()), sorted;
  for (int round = 0;; ++round) {
    for (std::size_t n = 0; n < samples.size(); ++n) misfits[n] = squared_misfit(samples[n], cx, cy);
    sorted = misfits;
    const float scale2 = std::max(kSmallestNoisePx * kSmallestNoisePx, median(sorted));
    motion.noise_px = std::sqrt(scale2);
    if (round == options.iterations) break;
    // Geman-McClure weights, (1 + (r / (2 scale))^2)^-2: a subject of up to half of the frame loses its vote.
    for (std::size_t n = 0; n < samples.size(); ++n) {
      const float q = 1 + misfits[n] / (4 * scale2);
      weights[n] = samples[n].texture / (q * q);
    }
    fit(samples, weights, cx, cy);
  }
  motion.previous_from_current = {1 + cx[1], cx[2],     cx[0] - cx[1] * mx - cx[2] * my,
                                  cy[1],     1 + cy[2], cy[0] - cy[1] * mx - cy[2] * my};
  return motion;
}

CameraMotionEstimator::CameraMotionEstimator(const CameraMotionOptions& options) : options_(options) {
  throw_if_any("CameraMotionOptions", options.problems());
  dis_ = cv::DISOpticalFlow::create(cv::DISOpticalFlow::PRESET_ULTRAFAST);
  dis_->setFinestScale(options.finest_scale);
  dis_->setPatchStride(options.patch_stride);
  dis_->setGradientDescentIterations(options.descent_steps);
}

MotionMaps CameraMotionEstimator::measure(const cv::Mat& previous, const cv::Mat& current) {
  if (previous.type() != CV_8UC1 || current.type() != CV_8UC1 || previous.size() != current.size())
    throw std::invalid_argument("CameraMotionEstimator: maps must be CV_8UC1 and of equal size");
  // In a body of parallel_for DIS runs on one thread: its result depends on how its work is divided.
  parallel_for(1, 1, [&](std::size_t) { dis_->calc(current, previous, flow_); });
  MotionMaps maps;
  maps.flow = flow_;
  maps.camera = fit_camera_motion(flow_, current, options_);
  const cv::Matx23d& m = maps.camera.previous_from_current;
  maps.residual.create(current.size(), CV_32FC1);
  maps.excess.create(current.size(), CV_32FC1);
  for (int j = 0; j < current.rows; ++j) {
    // Along a row the model's flow is a line in x: m0 + m1 x.
    const float x0 = static_cast<float>(m(0, 1) * j + m(0, 2)), x1 = static_cast<float>(m(0, 0) - 1);
    const float y0 = static_cast<float>((m(1, 1) - 1) * j + m(1, 2)), y1 = static_cast<float>(m(1, 0));
    const float* f = flow_.ptr<float>(j);
    float* r = maps.residual.ptr<float>(j);
    float* e = maps.excess.ptr<float>(j);
    for (int i = 0; i < current.cols; ++i) {
      const float x = static_cast<float>(i), fx = f[2 * i], fy = f[2 * i + 1];
      const float cx = x0 + x1 * x, cy = y0 + y1 * x, dx = fx - cx, dy = fy - cy;
      r[i] = std::sqrt(dx * dx + dy * dy);
      e[i] = std::max(0.0f, std::sqrt(fx * fx + fy * fy) - std::sqrt(cx * cx + cy * cy));
    }
  }
  // Places that the previous frame did not see keep the current value, so their difference is 0.
  current.copyTo(moved_);
  cv::warpAffine(previous, moved_, m, current.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                 cv::BORDER_TRANSPARENT);
  cv::absdiff(current, moved_, maps.difference);
  return maps;
}

}  // namespace smartcrop
