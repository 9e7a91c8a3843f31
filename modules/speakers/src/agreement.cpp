#include "agreement.hpp"

#include <algorithm>
#include <cmath>

namespace smartcrop::internal {
namespace {

/// The mouth moves kLag_s before the network detects speech (measured: .1 to .25 s). Speech is averaged over
/// kSpeechSpan_s.
constexpr double kLag_s = 0.15, kSpeechSpan_s = 0.2;
/// Speeds of mouths are averaged over this time on either side, short enough for pauses.
constexpr double kMouthReach_s = 0.15;
/// Correlations cover kReach_s before and after a frame; the mouth must be seen in kSeenShare of that time.
constexpr double kReach_s = 2.5, kSeenShare = 0.3;
/// Standard deviation of speech, 0..1, below which its changes count less.
constexpr double kClearPauses = 0.15;

double correlation(const std::vector<std::optional<double>>& speeds, const std::vector<double>& speech,
                   std::size_t from, std::size_t to, std::size_t& count) {
  double sum_a = 0, sum_b = 0, aa = 0, bb = 0, ab = 0;
  count = 0;
  for (std::size_t t = from; t < to; ++t) {
    if (!speeds[t]) continue;
    const double a = *speeds[t], b = speech[t];
    ++count, sum_a += a, sum_b += b, aa += a * a, bb += b * b, ab += a * b;
  }
  if (count == 0) return 0;
  const auto n = static_cast<double>(count);
  const double spread_a = std::sqrt(std::max(0.0, aa / n - sum_a / n * sum_a / n));
  const double spread_b = std::sqrt(std::max(0.0, bb / n - sum_b / n * sum_b / n));
  const double common = ab / n - sum_a / n * sum_b / n;
  return spread_a > 1e-9 ? common / (spread_a * std::max(spread_b, kClearPauses)) : 0;
}

}  // namespace

std::vector<double> speech_at(const AnalyzedFrames& frames, std::span<const Speech> sound) {
  std::vector<double> speech;
  bool is_known = false;
  for (const Time& time : frames.time) {
    const double from_s = time.value() + kLag_s - kSpeechSpan_s / 2, to_s = from_s + kSpeechSpan_s;
    double sum = 0;
    int count = 0;
    for (const Speech& part : sound) {
      if (part.end_s() <= from_s || part.start_s >= to_s) continue;
      const auto index = [&](double at_s) {
        return std::clamp<std::int64_t>(std::llround((at_s - part.start_s) / Speech::kStep_s), 0,
                                        std::ssize(part.probability));
      };
      for (auto i = index(from_s); i < index(to_s); ++i, ++count)
        sum += static_cast<double>(part.probability[static_cast<std::size_t>(i)]);
    }
    speech.push_back(count > 0 ? sum / count : 0);
    is_known = is_known || count > 0;
  }
  return is_known ? speech : std::vector<double>();
}

MouthSpeeds agreements(const std::vector<std::vector<MouthChange>>& changes, const AnalyzedFrames& frames,
                       const std::vector<double>& speech) {
  const auto reach = static_cast<std::size_t>(std::lround(kReach_s / frames.step_s));
  MouthSpeeds result;
  for (const auto& speeds : mouth_speeds(changes, frames, kMouthReach_s)) {
    auto& row = result.emplace_back();
    for (std::size_t t = 0; t < speech.size(); ++t) {
      const std::size_t from = t - std::min(t, reach), to = std::min(speech.size(), t + reach + 1);
      std::size_t count = 0;
      const double value = correlation(speeds, speech, from, to, count);
      const bool is_seen = static_cast<double>(count) >= kSeenShare * 2 * static_cast<double>(reach);
      row.push_back(is_seen ? std::optional(value) : std::nullopt);
    }
  }
  return result;
}

}  // namespace smartcrop::internal
