#pragma once

#include <opencv2/core/types.hpp>
#include <span>
#include <string>
#include <vector>

#include "smartcrop/core/crop_window.hpp"
#include "smartcrop/selection/strategies.hpp"

namespace smartcrop {

/// A proposed window.
struct Candidate {
  int rank = 1;               ///< 1 = best
  CropWindow window;          ///< displayed px
  double score = 0;           ///< 0..100
  std::string strategy;       ///< that chose it; of several, the one with the highest score
  WindowMetrics breakdown{};  ///< what each metric adds to the score; their sum is the score
  std::string reason;         ///< one line for people
};

struct CandidateOptions {
  std::vector<std::string> strategies;  ///< names; empty = all
  int count = 10;                       ///< number of candidates, > 0; chosen by taste
  int top_per_strategy = 5;             ///< best windows taken from each strategy, > 0; chosen by taste
  /// Of two candidates whose intersection over union is above this only the better one is kept. 0..1; 1 = all
  /// but equal windows are kept. Above 0.5 two boxes count as the same one in object detection (PASCAL VOC,
  /// Everingham et al. 2010).
  double max_overlap = 0.5;

  std::vector<std::string> problems() const;
};

/// Selects a few good, different windows: the best `top_per_strategy` of each strategy, and the best Balanced
/// window in each of five regions of the frame (four quadrants by window center, and the middle third of both
/// axes). Of windows that overlap by more than `max_overlap` only the best is kept (greedy non-maximum
/// suppression). If fewer than `count` are left, the best of the other windows are added by the same rule,
/// then those that overlap the chosen ones least. Ranks follow the scores. If Balanced is not among the
/// chosen strategies, the first of them (in the order of strategies()) chooses in the regions. Ties keep the
/// order of strategies(), then of the positions. `positions`: top left corners of windows of size `crop`;
/// `metrics`: their metrics as measured, in the same order. Throws std::invalid_argument for options out of
/// range or unequal sizes. Without positions there are no candidates. Cost: O(positions (log positions +
/// count)). Thread-safe.
std::vector<Candidate> select_candidates(cv::Size frame, cv::Size crop, std::span<const cv::Point> positions,
                                         std::span<const WindowMetrics> metrics,
                                         const CandidateOptions& options = {});

}  // namespace smartcrop
