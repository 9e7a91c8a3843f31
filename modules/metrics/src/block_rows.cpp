#include "block_rows.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <opencv2/core/hal/intrin.hpp>
#include <type_traits>
#include <utility>

#include "smartcrop/core/vectorize.hpp"

namespace smartcrop::internal {
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

/// out[i] = in[i * stride]
template <typename T, int kStride>
SMARTCROP_VECTORIZE void pick(const T* in, int stride, int count, T* __restrict out) {
  const int step = kStride > 0 ? kStride : stride;
  for (int i = 0; i < count; ++i) out[i] = in[i * step];
}

/// Sums of `count` codes each -> means in 1/256 code.
template <typename Sum>
SMARTCROP_VECTORIZE void divide(const Sum* sums, int cells, Reciprocal inverse, int shift, std::uint32_t half,
                                std::uint16_t* __restrict out) {
  for (int i = 0; i < cells; ++i) {
    const std::uint32_t numerator = (std::uint32_t{sums[i]} << shift) + half;
    out[i] = static_cast<std::uint16_t>((std::uint64_t{numerator} * inverse.multiplier) >> inverse.scale);
  }
}

/// The same for 8-bit codes, all in 16 bits: sum = q count + r, so the mean is 256 q + floor((256 r + half) /
/// count). By hand, because GCC widens the products to 32 bits, which takes more than twice as long.
void divide_bytes(const std::uint16_t* sums, int cells, Reciprocal inverse, std::uint16_t count,
                  std::uint16_t* out) {
  const auto multiplier = static_cast<std::uint16_t>(inverse.multiplier);
  const auto half = static_cast<std::uint16_t>(count / 2);
  int i = 0;
#if CV_SIMD128
  using cv::v_uint16x8;
  const int shift = inverse.scale - 16;  // the upper half of a product is shifted by 16 already
  const v_uint16x8 multipliers = cv::v_setall_u16(multiplier);
  const v_uint16x8 counts = cv::v_setall_u16(count), halves = cv::v_setall_u16(half);
  for (; i + v_uint16x8::nlanes <= cells; i += v_uint16x8::nlanes) {
    const v_uint16x8 sum = cv::v_load(sums + i);
    const v_uint16x8 whole = cv::v_mul_hi(sum, multipliers) >> shift;
    const v_uint16x8 rest = cv::v_sub_wrap(sum, cv::v_mul_wrap(whole, counts));
    const v_uint16x8 scaled = cv::v_add_wrap(cv::v_shl<8>(rest), halves);
    const v_uint16x8 part = cv::v_mul_hi(scaled, multipliers) >> shift;
    cv::v_store(out + i, cv::v_add_wrap(cv::v_shl<8>(whole), part));
  }
#endif
  for (; i < cells; ++i) {
    const std::uint32_t whole = (std::uint32_t{sums[i]} * multiplier) >> inverse.scale;
    const std::uint32_t scaled = ((sums[i] - whole * count) << 8) + half;
    out[i] = static_cast<std::uint16_t>((whole << 8) + ((scaled * multiplier) >> inverse.scale));
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

/// Adds each `block` neighbors of `in`: halves while the block is even, then slides over what is odd.
/// `spare[1 - used]` is free to hold a result, and `spare[used]` once `in` is no longer needed.
template <typename In, typename Sum>
const Sum* sum_neighbors(const In* in, int block, int cells, std::vector<Sum> (&spare)[2], int used) {
  if constexpr (std::is_same_v<In, Sum>) {
    if (block == 1) return in;
  }
  Sum* out = grown(spare[1 - used], cells * block);
  if (block % 2 == 0) {
    add_pairs(in, cells * block / 2, out);
    return sum_neighbors(out, block / 2, cells, spare, 1 - used);
  }
  if (block == 1) {
    std::copy(in, in + cells, out);
    return out;
  }
  const int last = (cells - 1) * block + 1;  // places from the first cell's to the last cell's
  add_threes(in, last, out);
  for (int j = 3; j < block; j += 2) add_two_more(in + j, last, out);
  Sum* picked = grown(spare[used], cells);
  (block == 3 ? pick<Sum, 3> : pick<Sum, 0>)(out, block, cells, picked);
  return picked;
}

const Reciprocal& known_for(std::uint32_t count, Reciprocal (*find)(std::uint32_t),
                            RowScratch::Known& known) {
  if (known.count != count) known = {count, find(count)};
  return known.reciprocal;
}

/// The one with the smallest scale from 16 on for n < count * 2^quotient_bits.
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

template <typename Sum>
void divide_sums(const Sum* sums, int cells, std::uint32_t count, int bit_depth, RowScratch& scratch,
                 std::uint16_t* out) {
  if constexpr (sizeof(Sum) == 2) {
    // 256 r + half must fit 16 bits, and both quotients are below 256.
    if (bit_depth == 8 && count < 256) {
      const Reciprocal& inverse = known_for(count, reciprocal_of_bytes, scratch.of_bytes);
      if (inverse.multiplier != 0) {
        return divide_bytes(sums, cells, inverse, static_cast<std::uint16_t>(count), out);
      }
    }
  }
  divide(sums, cells, known_for(count, reciprocal_of_words, scratch.of_words), 16 - bit_depth, count / 2,
         out);
}

bool fits_16_bits(std::int64_t codes, int bit_depth) {
  return codes * ((1 << bit_depth) - 1) <= 0xffff;
}

}  // namespace

std::vector<CellSamples> cell_samples(int length_px, int block, int subsampling, bool flipped) {
  std::vector<CellSamples> cells;
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

Reciprocal reciprocal_of_words(std::uint32_t count) {
  return reciprocal(count, 16, 32);
}

Reciprocal reciprocal_of_bytes(std::uint32_t count) {
  return reciprocal(count, 8, 16);
}

template <typename Pixel>
void mean_of_blocks(const RowBand<Pixel>& band, int block, int cells, RowScratch& scratch,
                    std::uint16_t* out) {
  const auto count = static_cast<std::uint32_t>(block * band.rows);
  const auto divided = [&](const auto* sums) {
    divide_sums(sums, cells, count, band.bit_depth, scratch, out);
  };
  auto& narrow = scratch.narrow;
  auto& wide = scratch.wide;
  const bool narrow_sums = fits_16_bits(count, band.bit_depth);
  if constexpr (sizeof(Pixel) == 1) {
    if (narrow_sums && block % 2 == 0) {
      std::uint16_t* pairs = grown(narrow[0], cells * block / 2);
      sum_column_pairs(band, cells * block / 2, pairs);
      return divided(sum_neighbors(pairs, block / 2, cells, narrow, 0));
    }
  }
  if (fits_16_bits(band.rows, band.bit_depth)) {
    std::uint16_t* columns = grown(narrow[0], cells * block);
    sum_columns(band, cells * block, columns);
    if (narrow_sums) return divided(sum_neighbors(columns, block, cells, narrow, 0));
    return divided(sum_neighbors(columns, block, cells, wide, 0));
  }
  std::uint32_t* columns = grown(wide[0], cells * block);
  sum_columns(band, cells * block, columns);
  divided(sum_neighbors(columns, block, cells, wide, 0));
}

CellRow::CellRow(std::vector<CellSamples> of) : cells(std::move(of)), begins(cells.size()) {
  constexpr std::size_t kFew = 4;
  if (cells.size() > kFew) usual_length = cells[cells.size() / 2].length();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].length() == usual_length) {
      begins[i] = cells[i].begin - cells.front().begin;
    } else {
      irregular.push_back(static_cast<int>(i));
    }
  }
}

template <typename Pixel>
void mean_of_intervals(const RowBand<Pixel>& band, const CellRow& row, RowScratch& scratch,
                       std::uint16_t* out) {
  const auto one_by_one = [&](std::size_t i) {
    const CellSamples& cell = row.cells[i];
    std::uint32_t* columns = grown(scratch.wide[0], cell.length());
    sum_columns(RowBand<Pixel>{band.first + cell.begin, band.stride, band.rows, band.bit_depth},
                cell.length(), columns);
    const std::uint64_t sum = std::accumulate(columns, columns + cell.length(), std::uint64_t{0});
    const auto samples = static_cast<std::uint64_t>(cell.length()) * static_cast<std::uint64_t>(band.rows);
    out[i] = block_mean(sum, samples, band.bit_depth);
  };
  const std::int64_t count = std::int64_t{row.usual_length} * band.rows;
  if (row.usual_length == 0 || !fits_16_bits(count, band.bit_depth)) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) one_by_one(i);
    return;
  }
  // Sums of so many samples at every place, then those that are wanted. Irregular cells get any value first.
  const int cells = static_cast<int>(row.cells.size());
  const int begin = row.cells.front().begin;
  const int width = row.cells.back().end - begin;
  const int places = width - row.usual_length + 1;
  std::uint16_t* columns = grown(scratch.narrow[0], width);
  sum_columns(RowBand<Pixel>{band.first + begin, band.stride, band.rows, band.bit_depth}, width, columns);
  std::uint16_t* sums = grown(scratch.narrow[1], places);
  add_row<std::uint16_t, std::uint16_t, true>(columns, places, sums);
  for (int j = 1; j < row.usual_length; ++j)
    add_row<std::uint16_t, std::uint16_t, false>(columns + j, places, sums);
  std::uint16_t* wanted = grown(scratch.narrow[0], cells);
  const int* begins = row.begins.data();
  for (int i = 0; i < cells; ++i) wanted[i] = sums[begins[i]];
  divide_sums(wanted, cells, static_cast<std::uint32_t>(count), band.bit_depth, scratch, out);
  for (const int i : row.irregular) one_by_one(static_cast<std::size_t>(i));
}

template void mean_of_blocks(const RowBand<std::uint8_t>&, int, int, RowScratch&, std::uint16_t*);
template void mean_of_blocks(const RowBand<std::uint16_t>&, int, int, RowScratch&, std::uint16_t*);
template void mean_of_intervals(const RowBand<std::uint8_t>&, const CellRow&, RowScratch&, std::uint16_t*);
template void mean_of_intervals(const RowBand<std::uint16_t>&, const CellRow&, RowScratch&, std::uint16_t*);

}  // namespace smartcrop::internal
