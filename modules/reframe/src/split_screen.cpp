#include "split_screen.hpp"

#include <algorithm>

#include "heads.hpp"

namespace smartcrop::internal {
namespace {

/// A subject crosses a seam in a frame if kAcross of its width lies on either side, because boxes are not
/// exact; over the shot, if it does so in more than kRarely of its frames.
constexpr double kAcross = 0.15, kRarely = 0.1;
/// If the shot is about one picture, this share of the windows lies in it.
constexpr double kNearlyAll = 0.9;

bool crosses(const Subject& subject, const Seam& seam) {
  std::size_t across = 0;
  for (std::size_t t = subject.first; t < subject.end(); ++t) {
    const CropWindow box = subject.origin == SubjectOrigin::face ? head_of(subject, t) : subject.box(t);
    const double from = seam.is_level ? box.y : box.x, length = seam.is_level ? box.h : box.w;
    across += std::min(seam.first - from, from + length - seam.end) > kAcross * length;
  }
  return static_cast<double>(across) > kRarely * static_cast<double>(subject.boxes.size());
}

/// The two parts of a picture that the seam divides, or the whole picture.
std::vector<cv::Rect> divided(const cv::Rect& picture, const Seam& seam) {
  // At even lines a window needs no resampling.
  const int before = seam.first / 2 * 2, after = (seam.end + 1) / 2 * 2;
  const int from = seam.is_level ? picture.y : picture.x;
  const int to = seam.is_level ? picture.br().y : picture.br().x;
  if (before <= from || after >= to) return {picture};
  cv::Rect first = picture, second = picture;
  if (seam.is_level) {
    first.height = before - from;
    second.y = after, second.height = to - after;
  } else {
    first.width = before - from;
    second.x = after, second.width = to - after;
  }
  return {first, second};
}

}  // namespace

std::vector<cv::Rect> pictures_in(const cv::Rect& part, const ShotImportance& importance,
                                  const SubjectChoice* subjects) {
  std::vector<cv::Rect> pictures{part};
  for (const Seam& seam : importance.seams) {
    if (subjects != nullptr && std::ranges::any_of(subjects->subjects, [&](const Subject& s) {
          return !s.is_region() && crosses(s, seam);
        }))
      continue;
    std::vector<cv::Rect> parts;
    for (const cv::Rect& picture : pictures) {
      const std::vector<cv::Rect> sides = divided(picture, seam);
      parts.insert(parts.end(), sides.begin(), sides.end());
    }
    pictures = std::move(parts);
  }
  return pictures;
}

std::optional<cv::Rect> picture_of(std::span<const CropWindow> windows, std::span<const cv::Rect> pictures) {
  if (pictures.size() < 2) return std::nullopt;
  for (const cv::Rect& picture : pictures) {
    const auto inside = std::ranges::count_if(windows, [&](const CropWindow& window) {
      return cv::Rect2d(picture).contains({window.x + window.w / 2, window.y + window.h / 2});
    });
    if (static_cast<double>(inside) >= kNearlyAll * static_cast<double>(windows.size())) return picture;
  }
  return std::nullopt;
}

}  // namespace smartcrop::internal
