#pragma once

#include <opencv2/core/types.hpp>
#include <span>
#include <string>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/selection/strategies.hpp"

namespace smartcrop {

/// A window worth choosing.
struct Candidate {
  int rank = 1;               ///< 1 = best
  CropWindow window;          ///< displayed px
  double score = 0;           ///< 0..100
  std::string strategy;       ///< that picked it; of several, the one that gave the highest score
  WindowMetrics breakdown{};  ///< what each metric adds to the score; sums to it
  std::string reason;         ///< one line in plain words
};

struct CandidateOptions {
  std::vector<std::string> strategies;  ///< names; empty = all
  int count = 10;                       ///< candidates wanted, > 0; a matter of taste
  int top_per_strategy = 5;             ///< best windows taken from each strategy, > 0; a matter of taste
  /// Candidates whose intersection over union is above this are too alike: the better one stays. 0..1; 1 =
  /// only equal windows are. Above 0.5 two boxes count as the same one in object detection (PASCAL VOC,
  /// Everingham et al. 2010).
  double max_overlap = 0.5;

  std::vector<std::string> problems() const;
};

/// Selects a few good, different windows: the best `top_per_strategy` of each strategy, and the best Balanced
/// window in each of five regions of the frame (four quadrants by window center, and the middle third of both
/// axes). Of those that overlap by more than `max_overlap` the better one stays (greedy non-maximum
/// suppression); where fewer than `count` are left, the best of the other windows join them by the same rule,
/// and then those that overlap the chosen ones least. Ranks follow the scores. Where Balanced is not among
/// the strategies asked for, the first of them (in the order of strategies()) picks in the regions. Ties keep
/// the order of strategies(), then of the positions. `positions`: top left corners of windows of size `crop`;
/// `metrics`: as measured, in the same order. Throws std::invalid_argument for options out of range or sizes
/// that differ. No positions: no candidates. Cost: O(positions (log positions + count)). Thread-safe.
std::vector<Candidate> select_candidates(cv::Size frame, cv::Size crop, std::span<const cv::Point> positions,
                                         std::span<const WindowMetrics> metrics,
                                         const CandidateOptions& options = {});

}  // namespace smartcrop
