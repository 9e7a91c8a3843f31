#pragma once

// A colour model of the subject: which colours are found on it rather than around it.
//
// Colours are put into 245 bins (5 of luma x 7 x 7 of chroma, fine near grey where most chroma lives).
// Histograms of the cells taken for the subject and of the others give, by Bayes' rule, the probability that
// a cell of some colour belongs to the subject. Cost: 0.01 ms for the bins of a 64x36 grid, 0.01 ms for a
// model. Deterministic, thread-safe.

#include <array>
#include <opencv2/core.hpp>

namespace smartcrop::inline v0 {

constexpr int kColourBins = 5 * 7 * 7;
using ColourHistogram = std::array<float, kColourBins>;

/// luma, u, v: CV_32FC1 of equal size, 8-bit codes 0..255 (chroma 128 = grey). Result: CV_8UC1, bin of each
/// cell, 0..244.
cv::Mat colour_bins(const cv::Mat& luma, const cv::Mat& u, const cv::Mat& v);

/// bins: CV_8UC1; weight: CV_32FC1 >= 0 of the same size. Adds each cell's weight to its bin.
void add_colours(ColourHistogram& histogram, const cv::Mat& bins, const cv::Mat& weight);

/// P(subject | colour) for each bin: s / (s + b) with s, b the histograms scaled to sum 1, blurred over
/// neighbouring bins (light changes move a colour to the next bin) and lifted by `doubt` / 245 so that unseen
/// colours come out as 1/2. doubt: share of mass, 0..1. Histograms of sum 0 give 1/2 everywhere.
ColourHistogram subject_probability(const ColourHistogram& subject, const ColourHistogram& background,
                                    double doubt);

}  // namespace smartcrop
