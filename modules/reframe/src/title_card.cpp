#include "smartcrop/reframe/title_card.hpp"

#include <algorithm>

namespace smartcrop {
namespace {

/// Words make this share of the edges of a title card. On the labeled clips and two trailers: cards and
/// titles over a quiet picture .40 to 1, captions at most .27, signs and logos at most .14 but for single
/// frames.
constexpr double kEdgeShare = 0.35;
/// Frames that must show a title.
constexpr std::ptrdiff_t kFewest = 2;
/// Frames that need not have been searched: the first of a shot never rests.
constexpr std::ptrdiff_t kMostUnsearched = 1;
/// Room on each side, as a share of the frame's width.
constexpr double kMargin = 0.03;

CropWindow around(const CropWindow& a, const CropWindow& b) {
  const double x = std::min(a.x, b.x), y = std::min(a.y, b.y);
  return {x, y, std::max(a.x + a.w, b.x + b.w) - x, std::max(a.y + a.h, b.y + b.h) - y};
}

/// Whether all frames rest and show nobody, and words make kEdgeShare of all their edges together: a title
/// that fades in over a picture in which there is little to see.
bool words_prevail(std::span<const FrameText> texts) {
  double all = 0, in_words = 0;
  std::ptrdiff_t unsearched = 0;
  for (const FrameText& text : texts) {
    if (!text.edges) ++unsearched;
    all += text.edges.value_or(0);
    in_words += text.edges.value_or(0) * text.edge_share;
  }
  return unsearched <= kMostUnsearched && in_words >= kEdgeShare * all;
}

/// Start of a part with this middle and length, moved to lie within [first, first + all).
double placed(double middle, double length, double first, double all) {
  return std::clamp(middle - length / 2, first, std::max(first, first + all - length));
}

}  // namespace

std::optional<CropWindow> title_words(std::span<const FrameText> texts) {
  const auto is_title = [](const FrameText& text) { return text.edge_share >= kEdgeShare; };
  const auto titles = std::ranges::count_if(texts, is_title);
  if (titles < kFewest || (2 * titles <= std::ssize(texts) && !words_prevail(texts))) return std::nullopt;
  std::optional<CropWindow> words;
  for (const FrameText& text : texts)
    if (is_title(text))
      for (const CropWindow& box : text.boxes) words = words ? around(*words, box) : box;
  return words;
}

CropWindow window_of_title(const CropWindow& words, cv::Size window, const cv::Rect& within) {
  const double margin = kMargin * within.width, aspect = static_cast<double>(window.width) / window.height;
  const double all_w = within.width, all_h = within.height;
  double w = std::max<double>(window.width, std::min(all_w, words.w + 2 * margin));
  double h = std::max<double>(window.height, std::min(all_h, words.h + 2 * margin));
  if (w > window.width || h > window.height) {
    h = std::min(all_h, std::max(h, w / aspect));
    w = std::min(all_w, std::max(w, h * aspect));
  }
  return {placed(words.x + words.w / 2, w, within.x, all_w),
          placed(words.y + words.h / 2, h, within.y, all_h), w, h};
}

}  // namespace smartcrop
