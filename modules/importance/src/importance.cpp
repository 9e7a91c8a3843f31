#include "smartcrop/importance/importance.hpp"

#include <algorithm>
#include <span>

#include "blob_track.hpp"
#include "cell_maps.hpp"
#include "joint_map.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/importance/map_store.hpp"
#include "subject_maps.hpp"

namespace smartcrop {
namespace {

using namespace internal;

// Analyzed frames estimated together, and extra frames on either side as context.
constexpr std::size_t kBlock = 600, kOverlap = 120;

// Raises the values to the power of `sharpness` and keeps their sum, so that peaks count more.
void sharpen(cv::Mat& map, double sharpness) {
  const double sum = cv::sum(map)[0];
  cv::pow(map, sharpness, map);
  const double now = cv::sum(map)[0];
  if (now > 0) map *= sum / now;
}

struct Block {
  std::vector<cv::Mat> maps;  ///< CV_32FC1
  std::vector<double> trust;  ///< of the motion, per map
};

// Frames [from, to) of the shot. The colors that each round finds are added to those of the rounds before.
Block estimate_block(const ShotSignals& shot, std::size_t from, std::size_t to, const ImportanceOptions& o) {
  const std::span<const FrameSignals> frames(&shot.frames[from], to - from);
  const SignalJoiner joiner(shot, o);
  Block block;
  std::vector<cv::Mat> training;
  for (const FrameSignals& frame : frames) {
    const JointMap map = joiner.join(frame);
    block.maps.push_back(map.sum);
    block.trust.push_back(map.trust);
    training.push_back(map.training);
  }
  const double smooth = o.smooth_s / shot.step_s;
  smooth_over_time(block.maps, smooth);
  for (int round = 0; round < (o.use_color ? o.rounds : 0); ++round) {
    const auto centers = blob_track(block.maps, shot.step_s, o);
    const auto subject = subject_maps(frames, shot.step_s, centers, training, o);
    for (std::size_t t = 0; t < block.maps.size(); ++t) {
      const cv::Mat like_subject = above_mean(subject[t]);
      block.maps[t] += like_subject * o.color_weight;
      if (o.refinement > 0)
        training[t] =
            training[t].mul(like_subject * (o.refinement * shot.grid.cells.area()) + (1 - o.refinement));
    }
    smooth_over_time(block.maps, smooth);
  }
  for (cv::Mat& map : block.maps) {
    joiner.cut_to_picture(map);
    sharpen(map, o.sharpness);
  }
  return block;
}

}  // namespace

ShotImportance estimate_importance(const ShotSignals& shot, const ImportanceOptions& o) {
  throw_if_any("ImportanceOptions", o.problems());
  ShotImportance result{.grid = shot.grid, .step_s = shot.step_s};
  result.seams = find_seams(shot.edge_comparisons, shot.grid.map);
  result.insets = find_insets(shot.edge_comparisons, shot.grid.map);
  const std::size_t n = shot.frames.size();
  for (std::size_t begin = 0; begin < n; begin += kBlock) {
    const std::size_t end = std::min(n, begin + kBlock), from = begin > kOverlap ? begin - kOverlap : 0,
                      to = std::min(n, end + kOverlap);
    const Block block = estimate_block(shot, from, to, o);
    for (std::size_t t = begin; t < end; ++t)
      result.add(shot.frames[t].index, shot.frames[t].time, block.maps[t - from], block.trust[t - from]);
    release_stored_maps();
  }
  return result;
}

}  // namespace smartcrop
