#pragma once

#include "smartcrop/scenes/shot_features.hpp"

/// How two thumbnails compare. Pure functions of their arguments, in whole numbers up to the last division.
namespace smartcrop::internal {

/// 8-bit codes up to which a cell is "black": video black is 16, or 0 in full range, and compressed black is
/// noisy.
inline constexpr int kBlackCode = 24;

/// How far `b` is another picture than `a`: 0 = the same, 1 = nothing of one is found in the other.
/// Symmetric.
///
/// The thumbnail's 12 blocks (8x6 cells) are searched in the other picture up to 4 cells sideways and 3 up
/// and down, after the means of what is black in neither are made equal: camera moves, moving subjects and
/// lighting cost little. What is left of each block, sum |b - a'|, is set against the block's own detail, sum
/// |b - mean|, the larger of the two pictures, and is never counted for more than that, so that a strong
/// change in one place does not stand for the whole. The same thought as inter against intra cost in a video
/// encoder's scene cut decision. Cells black in both (letterbox, title cards) say nothing and are left out.
double picture_change(const ShotFeatures& a, const ShotFeatures& b);

/// Mean of luma, codes.
double mean_luma(const ShotFeatures& features);

/// Mean |luma - mean of luma| over all cells, codes.
double contrast(const ShotFeatures& features);

/// One color, as in the middle of a fade: nothing but black, or black bars and an even field of half the
/// picture or more. Small bright writing on black is not flat.
/// `leniency` multiplies what counts as even.
bool is_flat(const ShotFeatures& features, int leniency = 1);

/// Correlation of luma, -1..1, over the cells that are not black in both; 0 if either is flat. The same
/// picture darker or brighter has 1.
double correlation(const ShotFeatures& a, const ShotFeatures& b);

/// `m` as a mix (1 - share) a + share b of luma: the best share, and what the mix leaves unexplained as a
/// part of the difference of a and b, sum |m - mix| / sum |b - a|.
struct Mix {
  double share = 0;
  double residual = 0;
};
Mix mix(const ShotFeatures& a, const ShotFeatures& m, const ShotFeatures& b);

/// sum |a - b| of luma over the cells, in codes per cell. Cheap: what looks alike here need not be looked at
/// closer.
double difference(const ShotFeatures& a, const ShotFeatures& b);

}  // namespace smartcrop::internal
