#include "wipe.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace smartcrop::internal {
namespace {

constexpr int kWidth = ShotFeatures::kWidth;
constexpr int kHeight = ShotFeatures::kHeight;
constexpr int kCells = ShotFeatures::kCells;
constexpr int kSteps = kWipeFrames - 1;

// Limits are from 60 wipes (15 shapes, .3 to 1.8 s, between eight clips of people, sport and animals) and 31
// clips and films without any. Residuals: wipes .01 to .17, .25 to .45 where fast motion goes on beside them;
// without a wipe .27 and above.

/// Part of the ends' difference that is left at half-time when each cell has the nearer end's luma: wipes
/// below .15.
constexpr double kMaxBetween = 0.2;
/// Largest mean difference in time between neighboring cells, steps. Wipes: below .35.
constexpr double kMaxRaggedness = 0.35;
/// Part of the change that comes in one step: more is a cut.
constexpr double kMaxAtOnce = 0.6;
/// Part of the change in the first and the last step together: more where the ends lie inside the wipe.
constexpr double kMaxAtEnds = 0.2;

/// Change of each cell from one frame to the next, by step.
using Changes = std::array<std::array<int, kCells>, kSteps>;

/// Calls `visit(index)` for the 3x3 cells about (x, y), as far as they are inside.
template <class Visit>
void each_about(int x, int y, const Visit& visit) {
  for (int v = std::max(0, y - 1); v <= std::min(kHeight - 1, y + 1); ++v) {
    for (int u = std::max(0, x - 1); u <= std::min(kWidth - 1, x + 1); ++u) visit(v * kWidth + u);
  }
}

int chroma_cell(int cell) {
  return cell / kWidth / 2 * ShotFeatures::kChromaWidth + cell % kWidth / 2;
}

/// Half codes from a cell of `b` to the nearest of the 3x3 cells of `a` about it: motion by a cell is none.
int change_of(const ShotFeatures& a, const ShotFeatures& b, int cell) {
  const int chroma = chroma_cell(cell);
  int least = 4 * 255;
  each_about(cell % kWidth, cell / kWidth, [&](int other) {
    const int other_chroma = chroma_cell(other);
    least = std::min(least, 2 * std::abs(b.luma[cell] - a.luma[other]) +
                                std::abs(b.cb[chroma] - a.cb[other_chroma]) +
                                std::abs(b.cr[chroma] - a.cr[other_chroma]));
  });
  return least;
}

Changes changes_in(const WipeFrames& frames) {
  Changes changes;
  for (int step = 0; step < kSteps; ++step) {
    for (int cell = 0; cell < kCells; ++cell)
      changes[step][cell] = change_of(*frames[step], *frames[step + 1], cell);
  }
  return changes;
}

/// The step in which the 3x3 cells about one change most; the steps beside it count half.
int main_step(const Changes& changes, int cell) {
  std::array<int, kSteps + 2> sums{};  // a step of nothing on either side
  for (int step = 0; step < kSteps; ++step) {
    each_about(cell % kWidth, cell / kWidth, [&](int other) { sums[step + 1] += changes[step][other]; });
  }
  const auto weight = [&](int step) { return sums[step] + 2 * sums[step + 1] + sums[step + 2]; };
  int best = 0;
  for (int step = 1; step < kSteps; ++step) {
    if (weight(step) > weight(best)) best = step;
  }
  return best;
}

/// See kMaxBetween.
double between_ends(const WipeFrames& frames) {
  const ShotFeatures &a = *frames.front(), &b = *frames.back(), &middle = *frames[kWipeFrames / 2];
  int left = 0, apart = 0;
  for (int i = 0; i < kCells; ++i) {
    left += std::min(std::abs(middle.luma[i] - a.luma[i]), std::abs(middle.luma[i] - b.luma[i]));
    apart += std::abs(a.luma[i] - b.luma[i]);
  }
  return static_cast<double>(left) / std::max(1, apart);
}

double raggedness(const std::array<int, kCells>& steps) {
  int sum = 0, pairs = 0;
  for (int i = 1; i < kCells; ++i) {
    if (i % kWidth == 0) continue;
    sum += std::min(2, std::abs(steps[i] - steps[i - 1]));
    ++pairs;
  }
  return static_cast<double>(sum) / pairs;
}

}  // namespace

std::optional<Wipe> wipe_of(const WipeFrames& frames, double max_residual) {
  if (between_ends(frames) > kMaxBetween) return std::nullopt;
  const Changes changes = changes_in(frames);
  std::array<int, kCells> steps;
  std::array<std::int64_t, kSteps> by_step{};  // change in each cell's main step and the two beside it
  std::int64_t all = 0, explained = 0;
  for (int cell = 0; cell < kCells; ++cell) {
    steps[cell] = main_step(changes, cell);
    for (int step = 0; step < kSteps; ++step) {
      all += changes[step][cell];
      if (std::abs(step - steps[cell]) <= 1) by_step[steps[cell]] += changes[step][cell];
    }
  }
  double time = 0;
  for (int step = 0; step < kSteps; ++step) {
    explained += by_step[step];
    time += (step + 0.5) * static_cast<double>(by_step[step]);
  }
  if (explained == 0) return std::nullopt;
  const auto part = [](std::int64_t a, std::int64_t b) {
    return static_cast<double>(a) / static_cast<double>(b);
  };
  const double residual = 1 - part(explained, all);
  const double at_once = part(*std::max_element(by_step.begin(), by_step.end()), explained);
  const double at_ends = part(by_step.front() + by_step.back(), explained);
  if (residual > max_residual || at_once > kMaxAtOnce || at_ends > kMaxAtEnds ||
      raggedness(steps) > kMaxRaggedness) {
    return std::nullopt;
  }
  return Wipe{time / (kSteps * static_cast<double>(explained)), residual};
}

}  // namespace smartcrop::internal
