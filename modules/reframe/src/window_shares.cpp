#include "smartcrop/reframe/window_shares.hpp"

#include <algorithm>
#include <opencv2/core.hpp>
#include <utility>

#include "smartcrop/importance/best_track.hpp"

namespace smartcrop {
namespace {

// The largest sum of `length` neighboring values of a profile outside [from, to).
double largest_beside(const cv::Mat& profile, int length, int from, int to) {
  const float* value = profile.ptr<float>();
  double largest = 0;
  for (const auto& [begin, end] : {std::pair(0, from), std::pair(to, profile.cols)}) {
    double sum = 0;
    for (int i = begin; i < end; ++i) {
      sum += value[i];
      if (i - begin >= length) sum -= value[i - length];
      largest = std::max(largest, sum);
    }
  }
  return largest;
}

// The most importance in a window of the same size left, right, above or below `inside`.
double largest_rival(const cv::Mat& map, const cv::Rect& inside) {
  const cv::Mat across = profile(map.rowRange(inside.y, inside.br().y), true);
  const cv::Mat down = profile(map.colRange(inside.x, inside.br().x), false);
  return std::max(largest_beside(across, inside.width, inside.x, inside.br().x),
                  largest_beside(down, inside.height, inside.y, inside.br().y));
}

/// The share of a box inside a window, relative to the most that fits.
double inside_share(const CropWindow& box, const CropWindow& window) {
  const auto along = [](double a, double a_length, double b, double b_length) {
    const double common = std::min(a + a_length, b + b_length) - std::max(a, b);
    return std::clamp(common / std::max(1e-6, std::min(a_length, b_length)), 0.0, 1.0);
  };
  return along(box.x, box.w, window.x, window.w) * along(box.y, box.h, window.y, window.h);
}

/// The subject that speaks in a frame.
std::optional<std::size_t> speaker_at(const SubjectChoice& choice, std::size_t t) {
  for (const SpeakerTurn& turn : choice.speakers.turns)
    if (t >= turn.first && t < turn.end && choice.subjects[turn.subject].is_there(t)) return turn.subject;
  return std::nullopt;
}

/// Adds up the shares of one frame, one possible subject after the other.
class ShareSum {
 public:
  void add(double probability, double held, double rival) {
    kept_ += probability * held;
    all_ += probability;
    held_ = std::max(held_, probability * held);
    rival_ = std::max(rival_, probability * rival);
  }
  FrameShares shares() const {
    const double both = held_ + rival_;
    return {all_ > 0 ? std::min(1.0, kept_ / all_) : 0,
            both > 0 ? std::max(0.0, (held_ - rival_) / both) : 0};
  }

 private:
  double kept_ = 0, all_ = 0, held_ = 0, rival_ = 0;
};

/// The importance of an analyzed frame: inside its window, the most in another window, and all.
struct Held {
  double kept, rival, total;
};

Held held_in(const CropWindow& window, const ShotImportance& importance, std::size_t t) {
  const cv::Rect cells = importance.grid.cells_nearest(window);
  const cv::Mat map = importance.map(t);
  return {cv::sum(map(cells))[0], largest_rival(map, cells), cv::sum(map)[0]};
}

/// The window of an analyzed frame; `windows`: of the source frames from `start` on.
const CropWindow& window_of(FrameIndex frame, FrameIndex start, std::span<const CropWindow> windows) {
  return windows[static_cast<std::size_t>(
      std::clamp<std::int64_t>(frame - start, 0, std::ssize(windows) - 1))];
}

}  // namespace

std::vector<FrameShares> frame_shares(const ShotImportance& importance, const SubjectChoice* subjects,
                                      FrameIndex start, std::span<const CropWindow> windows) {
  std::vector<FrameShares> all;
  for (std::size_t t = 0; t < importance.size(); ++t) {
    const CropWindow& window = window_of(importance.frame_index[t], start, windows);
    const auto speaker = subjects != nullptr ? speaker_at(*subjects, t) : std::nullopt;
    ShareSum sum;
    if (!speaker) {
      const double probability = subjects != nullptr ? subjects->elsewhere[t] : 1;
      const Held held = held_in(window, importance, t);
      const double total = std::max(1e-9, held.total);
      sum.add(probability, held.kept / total, held.rival / total);
    }
    for (std::size_t k = 0; subjects != nullptr && k < subjects->subjects.size(); ++k) {
      if (!subjects->subjects[k].is_there(t) || (speaker && *speaker != k)) continue;
      const double held = inside_share(subjects->subjects[k].box(t), window);
      sum.add(speaker ? 1 : subjects->probability[k][t], held, 1 - held);
    }
    all.push_back(sum.shares());
  }
  return all;
}

PathShares path_shares(const ShotImportance& importance, FrameIndex start,
                       std::span<const CropWindow> windows) {
  double kept = 0, rival = 0, total = 0;
  for (std::size_t t = 0; t < importance.size(); ++t) {
    const Held held = held_in(window_of(importance.frame_index[t], start, windows), importance, t);
    kept += held.kept;
    rival += held.rival;
    total += held.total;
  }
  // Rounding can make the sum of the parts larger than the whole.
  const auto share = [&](double part) { return std::min(part / total, 1.0); };
  return total > 0 ? PathShares{share(kept), share(rival)} : PathShares{};
}

}  // namespace smartcrop
