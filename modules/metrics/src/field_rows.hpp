#pragma once

#include <cstdint>
#include <vector>

/// The row kernels of Field::add(): the maps of maps.hpp computed row by row and summed at once. Same
/// arithmetic, same bits. Those that add a metric return the sum of the row's values (a row of 480 cells
/// stays in 32 bits).
namespace smartcrop::internal {

/// Buffers of one row, wide enough for the replicated border.
struct MetricScratch {
  explicit MetricScratch(int width);

  std::vector<std::int32_t> smooth;   ///< Sobel's (1 2 1) down the column, width + 2
  std::vector<std::int32_t> slope;    ///< Sobel's (-1 0 1) down the column, width + 2
  std::vector<std::uint32_t> sum;     ///< of 5 rows of luma in 1/16 codes, width + 4
  std::vector<std::uint32_t> square;  ///< the same of squares
};

std::uint32_t add_motion(const std::uint16_t* previous, const std::uint16_t* luma, int width,
                         std::uint32_t* total);

/// `above` and `below`: the rows around `luma`, itself at the border.
std::uint32_t add_edges(const std::uint16_t* above, const std::uint16_t* luma, const std::uint16_t* below,
                        int width, MetricScratch& scratch, std::uint32_t* total);

/// Fills scratch.sum and .square from five rows.
void start_complexity(const std::uint16_t* const (&rows)[5], int width, MetricScratch& scratch);
/// Moves the five rows on by one.
void move_complexity(const std::uint16_t* leaving, const std::uint16_t* entering, int width,
                     MetricScratch& scratch);
std::uint32_t add_complexity(int width, MetricScratch& scratch, std::uint32_t* total);

std::uint32_t add_saturation(const std::uint16_t* cb, const std::uint16_t* cr, int width,
                             std::uint32_t* total);

/// sums[x] += total[x]; total[x] = 0
void flush(std::uint32_t* total, int width, double* sums);

}  // namespace smartcrop::internal
