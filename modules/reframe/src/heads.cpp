#include "heads.hpp"

#include <algorithm>

namespace smartcrop::internal {
namespace {

/// The head extends the face by this share of its size on every side.
constexpr double kHead = 0.1;
/// Framing of a person, in widths of the face: shoulders count up to kShoulders from the face's middle, and
/// kFramedWidth is framed. The middle of the window lies kLeanToShoulders of the way from the face to the
/// shoulders.
constexpr double kShoulders = 2, kFramedWidth = 1.5, kLeanToShoulders = 0.5;

}  // namespace

CropWindow head_of(const Subject& subject, std::size_t t) {
  const auto face = subject.face(t);
  if (!face) return subject.box(t);
  return {face->x - kHead * face->w, face->y - kHead * face->h, (1 + 2 * kHead) * face->w,
          (1 + 2 * kHead) * face->h};
}

bool fit_together(const CropWindow& a, const CropWindow& b, cv::Size window) {
  const double width = std::max(a.x + a.w, b.x + b.w) - std::min(a.x, b.x);
  const double height = std::max(a.y + a.h, b.y + b.h) - std::min(a.y, b.y);
  return width <= window.width && height <= window.height;
}

CropWindow framed_box(const Subject& person, std::size_t t) {
  CropWindow box = person.box(t);
  const auto face = person.face(t);
  if (!face) return box;
  const double middle = face->x + face->w / 2;
  const double left = std::max(box.x, middle - kShoulders * face->w);
  const double right = std::min(box.x + box.w, middle + kShoulders * face->w);
  const double framed = middle + kLeanToShoulders * ((left + right) / 2 - middle);
  box.w = kFramedWidth * face->w;
  box.x = framed - box.w / 2;
  return box;
}

}  // namespace smartcrop::internal
