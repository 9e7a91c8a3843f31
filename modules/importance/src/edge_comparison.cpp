#include "smartcrop/importance/edge_comparison.hpp"

#include <opencv2/imgproc.hpp>

#include "edge_runs.hpp"

namespace smartcrop {
namespace {

/// Least time between compared frames, s, as for screen graphics.
constexpr double kInterval_s = 0.45;
/// A cell changed if its luma did by more than this, gray levels. Noise and coding stay below.
constexpr int kChange = 8;

/// The share of set cells in each column of a mask.
std::vector<std::uint8_t> column_shares(const cv::Mat& mask) {
  cv::Mat sums;
  cv::reduce(mask, sums, 0, cv::REDUCE_SUM, CV_32S);
  std::vector<std::uint8_t> shares;
  shares.reserve(static_cast<std::size_t>(mask.cols));
  for (int x = 0; x < mask.cols; ++x)
    shares.push_back(static_cast<std::uint8_t>(sums.at<int>(x) / mask.rows));
  return shares;
}

LineEdges column_edges(const cv::Mat& luma, const cv::Mat& changed) {
  return {column_shares(internal::step_mask(luma)), column_shares(changed), internal::edge_runs(luma)};
}

cv::Mat block_shares(const cv::Mat& mask) {
  const auto blocks = [](int cells) { return (cells + kChangedBlock - 1) / kChangedBlock; };
  cv::Mat shares;
  cv::resize(mask, shares, {blocks(mask.cols), blocks(mask.rows)}, 0, 0, cv::INTER_AREA);
  return shares;
}

}  // namespace

std::optional<EdgeComparison> EdgeComparisonRecorder::add(const SmallFrame& frame) {
  if (index_ && (frame.time - time_).value() < kInterval_s) return std::nullopt;
  std::optional<EdgeComparison> result;
  if (index_) {
    cv::Mat change;
    cv::absdiff(luma_, frame.luma, change);
    const cv::Mat changed = change > (kChange << kMapFractionBits);
    result = {*index_, frame.index, column_edges(frame.luma, changed),
              column_edges(frame.luma.t(), changed.t()), block_shares(changed)};
  }
  luma_ = frame.luma.clone();
  index_ = frame.index;
  time_ = frame.time;
  return result;
}

std::vector<EdgeComparison> comparisons_in(const Shot& shot, std::span<const EdgeComparison> comparisons) {
  std::vector<EdgeComparison> inside;
  for (const EdgeComparison& comparison : comparisons)
    if (comparison.from >= shot.start_frame && comparison.to < shot.end_frame) inside.push_back(comparison);
  return inside;
}

}  // namespace smartcrop
