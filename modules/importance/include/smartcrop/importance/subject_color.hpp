#pragma once

// A color model of the subject: which colors are on it rather than around it.
//
// Colors are put into 245 bins (5 of luma x 7 x 7 of chroma, fine near gray where most chroma lives). By
// Bayes' rule the histograms of the subject's cells and of the others give the probability that a cell of a
// color belongs to the subject. Cost: 0.01 ms for the bins of a 64x36 grid, 0.01 ms for a model.
// Deterministic, thread-safe.

#include <array>
#include <opencv2/core.hpp>

namespace smartcrop {

constexpr int kColorBins = 5 * 7 * 7;
using ColorHistogram = std::array<float, kColorBins>;

/// luma, u, v: CV_32FC1 of equal size, 8-bit codes 0..255 (chroma 128 = gray). Result: CV_8UC1, bin of each
/// cell, 0..244.
cv::Mat color_bins(const cv::Mat& luma, const cv::Mat& u, const cv::Mat& v);

/// bins: CV_8UC1; weight: CV_32FC1 >= 0 of the same size. Adds each cell's weight to its bin.
void add_colors(ColorHistogram& histogram, const cv::Mat& bins, const cv::Mat& weight);

/// P(subject | color) for each bin: s / (s + b) with s, b the histograms scaled to sum 1, blurred over
/// neighboring bins (light changes move a color to the next bin) and lifted by `doubt` / 245 so that unseen
/// colors get 1/2. `doubt`: share of the histogram's mass, 0..1. Histograms of sum 0 give 1/2 everywhere.
ColorHistogram subject_probability(const ColorHistogram& subject, const ColorHistogram& background,
                                   double doubt);

}  // namespace smartcrop
