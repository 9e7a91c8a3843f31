#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

/// The row kernels of shrink(): sums of blocks of samples, divided into the small map's fixed point.
/// Shrinking a 1080p frame by them takes 0.5 ms of a processor; by plain loops 4.5 ms, by cv::resize with
/// INTER_AREA 2.7 ms (and without the fractions). Decoding that frame takes about 7 ms.
namespace smartcrop::internal {

/// Samples [begin, end) of one axis of a plane that a cell of the small map averages.
struct CellSamples {
  int begin = 0;
  int end = 0;
  int length() const { return end - begin; }
};

/// How the cells of one axis lie over a plane's samples, in stored order.
/// `flipped`: displayed from the far end, so what is left of the frame (the partial cell) comes first.
/// `subsampling`: frame pixels for each sample of the plane; a cell has every sample that its pixels touch.
std::vector<CellSamples> cell_samples(int length_px, int block, int subsampling, bool flipped);

/// The mean of a block in 1/256 of an 8-bit code, halves up: floor((sum * 2^(16 - bit_depth) + count / 2) /
/// count). `sum` of `count` codes of `bit_depth` bits.
std::uint16_t block_mean(std::uint64_t sum, std::uint64_t count, int bit_depth);

/// Blocks of more samples than this go through block_mean() one by one.
inline constexpr int kMaxBlockSamples = 1 << 14;

/// floor(n / count) = floor(n * multiplier / 2^scale) for all n < count * 2^quotient_bits.
/// With e = multiplier * count - 2^scale >= 0: n * multiplier / 2^scale = n / count + n e / (count 2^scale).
/// The second term never reaches the next whole number while it is below 1 / count, that is while n e <
/// 2^scale.
struct Reciprocal {
  std::uint32_t multiplier = 0;  ///< 0: there is none
  int scale = 0;
};
/// For 16 bits of quotient, multiplier of 32 bits. For count <= kMaxBlockSamples there always is one: with
/// 2^l >= count the scale 16 + 2 l does, as e < count.
Reciprocal reciprocal_of_words(std::uint32_t count);
/// For 8 bits of quotient, multiplier of 16 bits. Not for every count.
Reciprocal reciprocal_of_bytes(std::uint32_t count);

/// What is kept from one row of cells to the next: buffers, and the last reciprocals.
struct RowScratch {
  std::vector<std::uint16_t> narrow[2];
  std::vector<std::uint32_t> wide[2];

  struct Known {
    std::uint32_t count = 0;
    Reciprocal reciprocal;
  };
  Known of_bytes;
  Known of_words;
};

/// A run of neighboring rows of one plane: samples of type Pixel (uint8_t, uint16_t), `stride` of them a
/// row.
template <typename Pixel>
struct RowBand {
  const Pixel* first;
  std::ptrdiff_t stride;
  int rows;
  int bit_depth;
};

/// Means of `cells` neighboring blocks of band.rows x `block` samples, from band.first on.
/// block * band.rows <= kMaxBlockSamples.
template <typename Pixel>
void mean_of_blocks(const RowBand<Pixel>& band, int block, int cells, RowScratch& scratch,
                    std::uint16_t* out);

/// Cells of a row that lie anyhow (overlapping, partial), sorted out once for all rows.
struct CellRow {
  explicit CellRow(std::vector<CellSamples> cells);

  std::vector<CellSamples> cells;
  int usual_length = 0;        ///< of nearly all cells; 0 if there are too few to speak of
  std::vector<int> begins;     ///< of each cell from the first one's; 0 for irregular ones
  std::vector<int> irregular;  ///< cells of other lengths
};

/// Their means over the rows of the band.
template <typename Pixel>
void mean_of_intervals(const RowBand<Pixel>& band, const CellRow& row, RowScratch& scratch,
                       std::uint16_t* out);

}  // namespace smartcrop::internal
