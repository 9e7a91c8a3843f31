#include "joint_map.hpp"

#include <algorithm>

#include "cell_maps.hpp"

namespace smartcrop::internal {
namespace {

CropWindow window_of(const cv::Rect& picture) {
  return window_at(picture.tl(), picture.size());
}

// 1 in the cells whose larger part lies in the picture, 0 elsewhere.
cv::Mat picture_mask(const cv::Rect& picture, const GridGeometry& grid) {
  cv::Mat mask = cv::Mat::zeros(grid.cells, CV_32F);
  mask(grid.cells_nearest(window_of(picture))) = 1;
  return mask;
}

// A Gaussian around the middle of the picture, where a good camera operator puts the subject; `sigma` as a
// share of its sides.
cv::Mat around_middle(const ShotSignals& shot, double sigma) {
  const GridGeometry& grid = shot.grid;
  const cv::Rect2d picture = shot.picture.empty() ? cv::Rect2d(cv::Point2d(), cv::Size2d(grid.cells))
                                                  : grid.in_cells(window_of(shot.picture));
  return gaussian_map(grid.cells, picture.x + picture.width / 2, picture.y + picture.height / 2,
                      sigma * picture.width, sigma * picture.height);
}

cv::Mat center_prior(const ShotSignals& shot, const ImportanceOptions& o) {
  cv::Mat prior = around_middle(shot, o.prior_sigma);
  return prior * (o.prior_weight / cv::sum(prior)[0]);
}

}  // namespace

SignalJoiner::SignalJoiner(const ShotSignals& shot, const ImportanceOptions& options)
    : options_(options),
      grid_(shot.grid),
      prior_(options.use_prior ? center_prior(shot, options) : cv::Mat::zeros(shot.grid.cells, CV_32F)),
      near_middle_(around_middle(shot, options.still_sigma)) {
  if (!shot.picture.empty()) mask_ = picture_mask(shot.picture, shot.grid);
  const cv::Mat graphics = screen_graphics(shot.edges);
  if (graphics.empty() || cv::countNonZero(graphics) == 0) return;
  if (mask_.empty()) mask_ = cv::Mat::ones(shot.grid.cells, CV_32F);
  mask_.setTo(0, graphics);
}

void SignalJoiner::cut_to_picture(cv::Mat& map) const {
  if (!mask_.empty()) map = map.mul(mask_);
}

cv::Mat SignalJoiner::still_map(const FrameSignals& frame) const {
  cv::Mat still = cv::Mat::zeros(grid_.cells, CV_32F);
  if (frame.still.empty()) return still;
  frame.still.convertTo(still, CV_32F);
  cut_to_picture(still);
  const double weight = (options_.use_saliency ? options_.saliency_weight : 0) +
                        (options_.use_contrast ? options_.contrast_weight : 0);
  const double sum = std::max(1.0, cv::sum(still)[0]);
  return still.mul(near_middle_, weight / sum);
}

SignalJoiner::Motion SignalJoiner::motion_of(const FrameSignals& frame) const {
  if (!options_.use_motion || frame.motion.empty()) return {};
  cv::Mat motion;
  frame.motion.convertTo(motion, CV_32F, 1 / 255.0);
  cut_to_picture(motion);
  const cv::Mat moving = above_mean(motion);
  const double certainty = moving.dot(motion);  // mean over the moving cells
  const double half_trusted = options_.motion_sure;
  return {moving, certainty * certainty / (certainty * certainty + half_trusted * half_trusted)};
}

JointMap SignalJoiner::join(const FrameSignals& frame) const {
  const cv::Mat still = still_map(frame);
  const auto [motion, trust] = motion_of(frame);
  JointMap map{prior_.clone(), {}, trust};
  if (!motion.empty()) map.sum += motion * (options_.motion_weight * trust);
  map.training = map.sum + still * (1 - trust);
  map.sum += still;
  return map;
}

}  // namespace smartcrop::internal
