#include "block_rows_detail.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <type_traits>

#include "smartcrop/core/vectorize.hpp"

namespace smartcrop::detail {
namespace {

// Rows are added one at a time, in the order of memory. Several at once would save additions, but side by
// side they are streams too short for the processor's prefetcher: 1080p luma from the third-level cache took
// 0.21 ms so, 0.07 ms this way.

/// columns[x] (+)= row[x]
template <typename Pixel, typename Column, bool kFresh>
SMARTCROP_VECTORIZE void add_row(const Pixel* row, int width, Column* __restrict columns) {
  for (int x = 0; x < width; ++x) {
    columns[x] = kFresh ? Column{row[x]} : static_cast<Column>(columns[x] + row[x]);
  }
}

/// columns[x] (+)= row[2x] + row[2x + 1], the low and the high byte of a word in either byte order.
template <bool kFresh>
SMARTCROP_VECTORIZE void add_row_pairs(const std::uint8_t* row, int width,
                                       std::uint16_t* __restrict columns) {
  for (int x = 0; x < width; ++x) {
    std::uint16_t word;
    std::memcpy(&word, row + 2 * x, sizeof word);
    const auto sum = static_cast<std::uint16_t>((word & 0xff) + (word >> 8));
    columns[x] = kFresh ? sum : static_cast<std::uint16_t>(columns[x] + sum);
  }
}

/// out[i] = in[2i] + in[2i + 1]
template <typename In, typename Out>
SMARTCROP_VECTORIZE void add_pairs(const In* in, int count, Out* __restrict out) {
  for (int i = 0; i < count; ++i) out[i] = static_cast<Out>(Out{in[2 * i]} + Out{in[2 * i + 1]});
}

/// out[i] = in[i] + in[i + 1] + in[i + 2]. Only every n-th is wanted, but this way nothing has to be
/// rearranged.
template <typename In, typename Out>
SMARTCROP_VECTORIZE void add_threes(const In* in, int count, Out* __restrict out) {
  for (int i = 0; i < count; ++i) out[i] = static_cast<Out>(Out{in[i]} + Out{in[i + 1]} + Out{in[i + 2]});
}

/// out[i] += in[i] + in[i + 1]
template <typename In, typename Out>
SMARTCROP_VECTORIZE void add_two_more(const In* in, int count, Out* __restrict out) {
  for (int i = 0; i < count; ++i) out[i] = static_cast<Out>(out[i] + in[i] + in[i + 1]);
}

/// sums[i * stride] of `count` codes each -> mean in 1/256 code.
template <typename Sum, int kStride>
SMARTCROP_VECTORIZE void divide(const Sum* sums, int stride, int cells, Reciprocal inverse, int shift,
                                std::uint32_t half, std::uint16_t* __restrict out) {
  const int step = kStride > 0 ? kStride : stride;
  for (int i = 0; i < cells; ++i) {
    const std::uint32_t numerator = (std::uint32_t{sums[i * step]} << shift) + half;
    out[i] = static_cast<std::uint16_t>((std::uint64_t{numerator} * inverse.multiplier) >> inverse.scale);
  }
}

/// The same for 8-bit codes, all in 16 bits: sum = q count + r, so the mean is 256 q + floor((256 r + half) /
/// count).
template <int kStride>
SMARTCROP_VECTORIZE void divide_bytes(const std::uint16_t* sums, int stride, int cells, Reciprocal inverse,
                                      std::uint16_t count, std::uint16_t* __restrict out) {
  const int step = kStride > 0 ? kStride : stride;
  const auto multiplier = static_cast<std::uint16_t>(inverse.multiplier);
  const auto half = static_cast<std::uint16_t>(count / 2);
  const int scale = inverse.scale - 16;
  for (int i = 0; i < cells; ++i) {
    const std::uint16_t sum = sums[i * step];
    const auto whole = static_cast<std::uint16_t>(
        static_cast<std::uint16_t>((sum * std::uint32_t{multiplier}) >> 16) >> scale);
    const auto rest = static_cast<std::uint16_t>(sum - whole * count);
    const auto scaled = static_cast<std::uint16_t>((rest << 8) + half);
    const auto part = static_cast<std::uint16_t>(
        static_cast<std::uint16_t>((scaled * std::uint32_t{multiplier}) >> 16) >> scale);
    out[i] = static_cast<std::uint16_t>((whole << 8) + part);
  }
}

template <typename T>
T* grown(std::vector<T>& buffer, int size) {
  if (buffer.size() < static_cast<std::size_t>(size)) buffer.resize(static_cast<std::size_t>(size));
  return buffer.data();
}

template <typename Pixel, typename Column>
void sum_columns(const RowBand<Pixel>& band, int width, Column* columns) {
  add_row<Pixel, Column, true>(band.first, width, columns);
  for (int row = 1; row < band.rows; ++row) {
    add_row<Pixel, Column, false>(band.first + row * band.stride, width, columns);
  }
}

void sum_column_pairs(const RowBand<std::uint8_t>& band, int width, std::uint16_t* columns) {
  add_row_pairs<true>(band.first, width, columns);
  for (int row = 1; row < band.rows; ++row)
    add_row_pairs<false>(band.first + row * band.stride, width, columns);
}

/// Sums of neighbours: entry i * stride of `at` is that of cell i.
template <typename Sum>
struct Sums {
  const Sum* at;
  int stride;
};

/// Adds each `block` neighbours of `in`: halves while the block is even, then slides over what is odd.
/// `spare` holds two buffers besides `in`.
template <typename In, typename Sum>
Sums<Sum> sum_neighbours(const In* in, int block, int cells, std::vector<Sum> (&spare)[2], int used) {
  if constexpr (std::is_same_v<In, Sum>) {
    if (block == 1) return {in, 1};
  }
  Sum* out = grown(spare[1 - used], cells * block);
  if (block % 2 == 0) {
    add_pairs(in, cells * block / 2, out);
    return sum_neighbours(out, block / 2, cells, spare, 1 - used);
  }
  const int last = (cells - 1) * block + 1;  // entries from the first cell's to the last cell's
  if (block == 1) {
    std::copy(in, in + cells, out);
    return {out, 1};
  }
  add_threes(in, last, out);
  for (int j = 3; j < block; j += 2) add_two_more(in + j, last, out);
  return {out, block};
}

const Reciprocal& reciprocal_of(std::uint32_t count, int quotient_bits, int multiplier_bits,
                                RowScratch::Known& known) {
  if (known.count != count) known = {count, reciprocal(count, quotient_bits, multiplier_bits)};
  return known.reciprocal;
}

template <typename Sum>
void divide_sums(const Sums<Sum>& sums, int cells, std::uint32_t count, int bit_depth, RowScratch& scratch,
                 std::uint16_t* out) {
  if constexpr (sizeof(Sum) == 2) {
    // 256 r + half must fit 16 bits, and both quotients are below 256.
    if (bit_depth == 8 && count < 256) {
      const Reciprocal& inverse = reciprocal_of(count, 8, 16, scratch.of_bytes);
      if (inverse.multiplier != 0) {
        const auto kernel = sums.stride == 1   ? divide_bytes<1>
                            : sums.stride == 3 ? divide_bytes<3>
                                               : divide_bytes<0>;
        return kernel(sums.at, sums.stride, cells, inverse, static_cast<std::uint16_t>(count), out);
      }
    }
  }
  const auto kernel = sums.stride == 1 ? divide<Sum, 1> : sums.stride == 3 ? divide<Sum, 3> : divide<Sum, 0>;
  kernel(sums.at, sums.stride, cells, reciprocal_of(count, 16, 32, scratch.of_words), 16 - bit_depth,
         count / 2, out);
}

bool fits_16_bits(std::int64_t codes, int bit_depth) {
  return codes * ((1 << bit_depth) - 1) <= 0xffff;
}

/// Cells of `length` samples that begin anywhere in columns[0, width): sums at every place, then those
/// wanted. Cells of other lengths get any value.
template <typename Sum>
void mean_of_equal_intervals(const Sum* columns, int width, const std::vector<Interval>& cells, int length,
                             std::uint32_t count, int bit_depth, std::vector<Sum>& spare, RowScratch& scratch,
                             std::uint16_t* out) {
  const int places = width - length + 1;
  Sum* sums = grown(spare, places + static_cast<int>(cells.size()));
  Sum* wanted = sums + places;
  add_row<Sum, Sum, true>(columns, places, sums);
  for (int j = 1; j < length; ++j) add_row<Sum, Sum, false>(columns + j, places, sums);
  const int begin = cells.front().begin;
  for (std::size_t i = 0; i < cells.size(); ++i)
    wanted[i] = sums[std::min(cells[i].begin - begin, places - 1)];
  divide_sums(Sums<Sum>{wanted, 1}, static_cast<int>(cells.size()), count, bit_depth, scratch, out);
}

}  // namespace

std::vector<Interval> cell_intervals(int length_px, int block, int subsampling, bool flipped) {
  std::vector<Interval> cells;
  const int rest = length_px % block;
  int begin = 0;
  while (begin < length_px) {
    const int wanted = flipped && begin == 0 && rest > 0 ? rest : block;
    const int end = std::min(begin + wanted, length_px);
    cells.push_back({begin / subsampling, (end + subsampling - 1) / subsampling});
    begin = end;
  }
  return cells;
}

std::uint16_t block_mean(std::uint64_t sum, std::uint64_t count, int bit_depth) {
  return static_cast<std::uint16_t>(((sum << (16 - bit_depth)) + count / 2) / count);
}

Reciprocal reciprocal(std::uint32_t count, int quotient_bits, int multiplier_bits) {
  const std::uint64_t largest = (std::uint64_t{count} << quotient_bits) - 1;
  for (int scale = 16; scale < 48; ++scale) {
    const std::uint64_t power = std::uint64_t{1} << scale;
    const std::uint64_t multiplier = (power + count - 1) / count;
    if (multiplier >> multiplier_bits != 0) break;
    if (largest * (multiplier * count - power) < power)
      return {static_cast<std::uint32_t>(multiplier), scale};
  }
  return {};
}

template <typename Pixel>
void mean_of_blocks(const RowBand<Pixel>& band, int block, int cells, RowScratch& scratch,
                    std::uint16_t* out) {
  const auto count = static_cast<std::uint32_t>(block * band.rows);
  const auto divided = [&](const auto& sums) {
    divide_sums(sums, cells, count, band.bit_depth, scratch, out);
  };
  auto& narrow = scratch.narrow;
  auto& wide = scratch.wide;
  const bool narrow_sums = fits_16_bits(count, band.bit_depth);
  if constexpr (sizeof(Pixel) == 1) {
    if (narrow_sums && block % 2 == 0) {
      std::uint16_t* pairs = grown(narrow[0], cells * block / 2);
      sum_column_pairs(band, cells * block / 2, pairs);
      return divided(sum_neighbours(pairs, block / 2, cells, narrow, 0));
    }
  }
  if (fits_16_bits(band.rows, band.bit_depth)) {
    std::uint16_t* columns = grown(narrow[0], cells * block);
    sum_columns(band, cells * block, columns);
    if (narrow_sums) return divided(sum_neighbours(columns, block, cells, narrow, 0));
    return divided(sum_neighbours(columns, block, cells, wide, 0));
  }
  std::uint32_t* columns = grown(wide[0], cells * block);
  sum_columns(band, cells * block, columns);
  divided(sum_neighbours(columns, block, cells, wide, 0));
}

template <typename Pixel>
void mean_of_intervals(const RowBand<Pixel>& band, const std::vector<Interval>& cells, RowScratch& scratch,
                       std::uint16_t* out) {
  if (cells.empty()) return;
  const int begin = cells.front().begin;
  const int width = cells.back().end - begin;
  const RowBand<Pixel> inside{band.first + begin, band.stride, band.rows, band.bit_depth};

  // Where nearly all cells have one length (an odd block at 4:2:0 makes them overlap) they are done together.
  constexpr std::size_t kFew = 4;
  const int usual = cells[cells.size() / 2].length();
  const auto count = std::int64_t{usual} * band.rows;
  const bool together = cells.size() > kFew && fits_16_bits(count, band.bit_depth);
  if (together) {
    std::uint16_t* columns = grown(scratch.narrow[0], width);
    sum_columns(inside, width, columns);
    mean_of_equal_intervals(columns, width, cells, usual, static_cast<std::uint32_t>(count), band.bit_depth,
                            scratch.narrow[1], scratch, out);
  }
  std::uint32_t* columns = nullptr;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (together && cells[i].length() == usual) continue;
    if (columns == nullptr) {
      columns = grown(scratch.wide[0], width);
      sum_columns(inside, width, columns);
    }
    const std::uint32_t* first = columns + (cells[i].begin - begin);
    const std::uint64_t sum = std::accumulate(first, first + cells[i].length(), std::uint64_t{0});
    const auto samples =
        static_cast<std::uint64_t>(cells[i].length()) * static_cast<std::uint64_t>(band.rows);
    out[i] = block_mean(sum, samples, band.bit_depth);
  }
}

template void mean_of_blocks(const RowBand<std::uint8_t>&, int, int, RowScratch&, std::uint16_t*);
template void mean_of_blocks(const RowBand<std::uint16_t>&, int, int, RowScratch&, std::uint16_t*);
template void mean_of_intervals(const RowBand<std::uint8_t>&, const std::vector<Interval>&, RowScratch&,
                                std::uint16_t*);
template void mean_of_intervals(const RowBand<std::uint16_t>&, const std::vector<Interval>&, RowScratch&,
                                std::uint16_t*);

}  // namespace smartcrop::detail
