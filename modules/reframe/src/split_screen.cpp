#include "split_screen.hpp"

#include <algorithm>

#include "heads.hpp"

namespace smartcrop::internal {
namespace {

/// A subject crosses a seam where this share of its width lies on either side: boxes are not exact. One that
/// does so in more than the second share of its frames is seen across it.
constexpr double kAcross = 0.15, kRarely = 0.1;
/// Share of the windows that lie in one picture, if the shot is about what that picture shows.
constexpr double kNearlyAll = 0.9;

bool crosses(const Subject& subject, const Seam& seam) {
  std::size_t across = 0;
  for (std::size_t t = subject.first; t < subject.end(); ++t) {
    const CropWindow box = subject.is_face ? head_of(subject, t) : subject.box(t);
    across += std::min(seam.first - box.x, box.x + box.w - seam.end) > kAcross * box.w;
  }
  return static_cast<double>(across) > kRarely * static_cast<double>(subject.boxes.size());
}

}  // namespace

std::vector<cv::Rect> pictures_in(const cv::Rect& part, const ShotImportance& importance,
                                  const SubjectChoice* subjects) {
  std::vector<cv::Rect> pictures{part};
  for (const Seam& seam : importance.seams) {
    // Even columns: a window can lie there without resampling.
    const int before = seam.first / 2 * 2, after = (seam.end + 1) / 2 * 2;
    cv::Rect& rest = pictures.back();
    if (before <= rest.x || after >= part.br().x) continue;
    if (subjects != nullptr &&
        std::ranges::any_of(subjects->subjects, [&](const Subject& s) { return crosses(s, seam); }))
      continue;
    rest.width = before - rest.x;
    pictures.emplace_back(cv::Point(after, part.y), part.br());
  }
  return pictures;
}

std::optional<cv::Rect> picture_of(std::span<const CropWindow> windows, std::span<const cv::Rect> pictures) {
  if (pictures.size() < 2) return std::nullopt;
  for (const cv::Rect& picture : pictures) {
    const auto inside = std::ranges::count_if(windows, [&](const CropWindow& window) {
      const double middle = window.x + window.w / 2;
      return middle >= picture.x && middle < picture.br().x;
    });
    if (static_cast<double>(inside) >= kNearlyAll * static_cast<double>(windows.size())) return picture;
  }
  return std::nullopt;
}

}  // namespace smartcrop::internal
