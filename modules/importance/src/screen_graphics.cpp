#include "smartcrop/importance/screen_graphics.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "smartcrop/importance/map_store.hpp"

namespace smartcrop {
namespace {

/// Least time between compared frames, s, in which a moving camera moves the picture visibly.
constexpr double kInterval_s = 0.45;
/// An edge stays if its gradient changes by at most this share of its length.
constexpr float kLargestChange = 0.3f;
/// The picture moved if the camera did by kMoved_px and less than kMostStayed of all edges stayed, or if less
/// than kCut stayed: a cut.
constexpr double kMoved_px = 3, kMostStayed = 0.35, kCut = 0.15;
/// A cell holds graphics if kStayedShare of its edge pixels stayed, over kFewestComparisons or more, with a
/// mean of kFewestEdgePixels in each.
constexpr int kFewestComparisons = 3, kFewestEdgePixels = 3;
constexpr double kStayedShare = 0.9;
/// Gaps of up to twice this radius between cells of graphics are filled, cells.
constexpr int kGap = 2;
/// Graphics lie outside the middle kMiddle of each side of the frame, and take at most kLargestArea of it.
constexpr double kMiddle = 0.5, kLargestArea = 0.25;

cv::Mat gradients_of(const cv::Mat& luma) {
  cv::Mat codes, dx, dy, both;
  luma.convertTo(codes, CV_32F, 1.0 / 256);
  cv::Sobel(codes, dx, CV_32F, 1, 0);
  cv::Sobel(codes, dy, CV_32F, 0, 1);
  cv::merge(std::vector<cv::Mat>{dx, dy}, both);
  return both;
}

/// CV_8UC2 per pixel: 1 if either map has an edge; 1 if both have the same edge.
cv::Mat compared(const cv::Mat& before, const cv::Mat& now) {
  cv::Mat result(now.size(), CV_8UC2, cv::Scalar(0, 0));
  for (int y = 0; y < now.rows; ++y)
    for (int x = 0; x < now.cols; ++x) {
      const cv::Vec2f a = before.at<cv::Vec2f>(y, x), b = now.at<cv::Vec2f>(y, x), change = a - b;
      const float longest = std::max(a.dot(a), b.dot(b));
      if (longest < kEdgeGradient * kEdgeGradient) continue;
      const bool stays = change.dot(change) < kLargestChange * kLargestChange * longest;
      result.at<cv::Vec2b>(y, x) = {1, static_cast<uchar>(stays)};
    }
  return result;
}

cv::Mat sums_of_cells(const cv::Mat& pixels, const GridGeometry& grid) {
  cv::Mat counts(grid.cells, CV_8UC2);
  for (int j = 0; j < counts.rows; ++j)
    for (int i = 0; i < counts.cols; ++i) {
      const cv::Scalar sum =
          cv::sum(pixels({i * grid.cell_px, j * grid.cell_px, grid.cell_px, grid.cell_px}));
      counts.at<cv::Vec2b>(j, i) = {cv::saturate_cast<uchar>(sum[0]), cv::saturate_cast<uchar>(sum[1])};
    }
  return stored(counts);
}

void drop_what_is_none(cv::Mat& mask) {
  cv::Mat labels, stats, centers;
  const int n = cv::connectedComponentsWithStats(mask, labels, stats, centers, 8);
  for (int k = 1; k < n; ++k) {
    const double x = centers.at<double>(k, 0) / mask.cols - 0.5,
                 y = centers.at<double>(k, 1) / mask.rows - 0.5;
    const bool is_in_middle = std::max(std::abs(x), std::abs(y)) < kMiddle / 2;
    if (is_in_middle || stats.at<int>(k, cv::CC_STAT_AREA) > kLargestArea * static_cast<double>(mask.total()))
      mask.setTo(0, labels == k);
  }
}

}  // namespace

std::optional<StayedEdges> StayedEdgeRecorder::add(FrameIndex index, Time time, const cv::Mat& luma,
                                                   double camera_px) {
  moved_px_ += camera_px;
  if (index_ && (time - time_).value() < kInterval_s) return std::nullopt;
  cv::Mat now = gradients_of(luma);
  std::optional<StayedEdges> result;
  if (index_) {
    const cv::Mat pixels = compared(gradients_, now);
    const cv::Scalar sum = cv::sum(pixels);
    const double stayed = sum[0] > 0 ? sum[1] / sum[0] : 1;
    if ((moved_px_ >= kMoved_px && stayed < kMostStayed) || stayed < kCut)
      result = {*index_, index, sums_of_cells(pixels, grid_)};
  }
  gradients_ = std::move(now);
  index_ = index;
  time_ = time;
  moved_px_ = 0;
  return result;
}

std::span<const StayedEdges> edges_of(std::span<const StayedEdges> edges, FrameIndex start, FrameIndex end) {
  auto first = std::ranges::partition_point(edges, [&](const StayedEdges& e) { return e.to < start; });
  auto last = std::partition_point(first, edges.end(), [&](const StayedEdges& e) { return e.from < end; });
  while (last - first < kFewestComparisons && (first != edges.begin() || last != edges.end())) {
    if (first != edges.begin()) --first;
    if (last != edges.end()) ++last;
  }
  return {first, last};
}

cv::Mat screen_graphics(std::span<const StayedEdges> edges) {
  if (std::ssize(edges) < kFewestComparisons) return {};
  cv::Mat sum(edges.front().counts.size(), CV_32SC2, cv::Scalar(0, 0));
  for (const StayedEdges& pair : edges) cv::add(sum, pair.counts, sum, {}, CV_32S);
  cv::Mat mask(sum.size(), CV_8UC1, cv::Scalar(0));
  for (int j = 0; j < mask.rows; ++j)
    for (int i = 0; i < mask.cols; ++i) {
      const cv::Vec2i count = sum.at<cv::Vec2i>(j, i);
      if (count[0] >= kFewestEdgePixels * std::ssize(edges) && count[1] >= kStayedShare * count[0])
        mask.at<uchar>(j, i) = 255;
    }
  const cv::Mat around = cv::Mat::ones(2 * kGap + 1, 2 * kGap + 1, CV_8U), rim = cv::Mat::ones(3, 3, CV_8U);
  cv::morphologyEx(mask, mask, cv::MORPH_CLOSE, around);
  cv::dilate(mask, mask, rim);
  drop_what_is_none(mask);
  return mask;
}

}  // namespace smartcrop
