#include "heads.hpp"

#include <algorithm>
#include <cmath>

namespace smartcrop::internal {
namespace {

/// The head extends the face by this share of its size on every side.
constexpr double kHead = 0.1;
/// Framing of a person, in widths of the face: shoulders count up to kShoulders from the face's middle, and
/// kFramedWidth is framed. The middle of the window lies kLeanToShoulders of the way from the face to the
/// shoulders.
constexpr double kShoulders = 2, kFramedWidth = 1.5, kLeanToShoulders = 0.5;

/// How far shoulders lie behind a face in profile, in its widths. Plateau: .2 to .6.
constexpr double kBehindProfile = 0.4;
/// See face_turn(): the nose is this share of the distance of the eyes in front of them, so that a face
/// turned by the angle a measures this times tan(a).
constexpr double kNose = 0.5;

}  // namespace

double head_behind(double turn) {
  const double sine = turn / std::hypot(turn, kNose);
  return -kBehindProfile * sine;
}

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
  const double middle = face->x + face->w / 2, behind = middle + head_behind(person.turn(t)) * face->w;
  const double left = std::max(box.x, behind - kShoulders * face->w);
  const double right = std::min(box.x + box.w, behind + kShoulders * face->w);
  const double framed = middle + kLeanToShoulders * ((left + right) / 2 - middle);
  box.w = kFramedWidth * face->w;
  box.x = framed - box.w / 2;
  return box;
}

}  // namespace smartcrop::internal
