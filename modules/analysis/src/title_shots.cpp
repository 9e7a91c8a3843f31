#include "title_shots.hpp"

#include <algorithm>
#include <cmath>

#include "windows.hpp"

namespace smartcrop::internal {

void add_title_words(ShotContents& contents, const std::vector<Shot>& shots,
                     std::span<const FrameText> texts) {
  for (const Shot& shot : shots) {
    const auto first = std::ranges::lower_bound(texts, shot.start_frame, {}, &FrameText::frame);
    const auto last = std::ranges::lower_bound(texts, shot.end_frame, {}, &FrameText::frame);
    contents.title_words.push_back(title_words({first, last}));
  }
}

std::optional<CropWindow> title_words_of(const ShotContents& contents, std::size_t shot) {
  if (shot >= contents.title_words.size()) return std::nullopt;
  const bool asks_for_subject = shot < contents.subjects.size() && contents.subjects[shot].requested;
  return asks_for_subject ? std::nullopt : contents.title_words[shot];
}

PlanShot plan_title(const Shot& shot, const CropWindow& words, const PathRequest& request) {
  const auto even = [](double length, int most) {
    return std::min(most, 2 * static_cast<int>(std::ceil(length / 2)));
  };
  CropWindow place = window_of_title(words, request.window, request.within);
  const cv::Size size(even(place.w, request.within.width), even(place.h, request.within.height));
  place.w = size.width;
  place.h = size.height;
  PlanShot planned;
  planned.start = shot.start;
  planned.end = shot.end;
  planned.keyframes = {Keyframe{shot.start, window_at(even_corner(place, request.within), size)}};
  if (size == request.window) {
    planned.layout_reason = "the shot is words, which fit into the window";
  } else {
    planned.fit = Fit::pad;
    planned.layout_reason = "the shot is words, which do not fit into the window";
  }
  return planned;
}

}  // namespace smartcrop::internal
