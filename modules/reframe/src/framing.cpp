#include "framing.hpp"

#include <algorithm>
#include <cmath>

#include "heads.hpp"
#include "smooth_values.hpp"

namespace smartcrop::internal {
namespace {

/// A person is framed by head and shoulders as the box grows from the first to the second share of the
/// window.
constexpr double kStillFits = 0.9, kTooWide = 1.3;
/// Head and shoulders: so many widths of the face on either side of its middle, at least the second number.
constexpr double kShoulders = 1.5, kHead = 0.6;
/// Along y: so many heights of the face above its middle and below it; without a face this share of the body.
constexpr double kHeadroom = 1.1, kChest = 2.5, kUpperPart = 0.45;
/// Weight of what must stay in the picture, beside 1 for all subjects together.
constexpr double kMustStay = 4;
/// A face seen longer ago than the first number of seconds tells less, than their sum nothing.
constexpr double kFaceTrusted_s = 0.5, kFaceFades_s = 1.0;
/// Weight of the importance kept beside the subjects: breaks ties, and holds what belongs to them. Of a 9:16
/// window; of narrower ones more, with the inverse fourth power of the width. Plateau: .05..0.15.
constexpr double kImportanceFloor = 0.1;
/// How much a subject loses away from the window's middle: 1 - this * (distance in windows)^2. Of a 9:16
/// window; of narrower ones less, with the width. Plateau: 2..6.
constexpr double kCentering = 3;
/// What a subject is worth whose face is covered by a platform's interface, of 1: other windows are better,
/// but where all cover it the rest decides.
constexpr double kFaceCovered = 0.1;
/// Standard deviation, s, of the smoothing of what is framed.
constexpr double kSmooth_s = 0.25;
/// Subjects less probable than this are left out.
constexpr double kImprobable = 0.01;

struct Span {
  double low, high;
  double middle() const { return (low + high) / 2; }
};

Span span_along(const CropWindow& box, const WindowAxis& axis) {
  const double from = axis.along_x ? box.x : box.y, length = axis.along_x ? box.w : box.h;
  return {(from - axis.corner_px) / axis.cell_px, (from + length - axis.corner_px) / axis.cell_px};
}

/// The face at a frame, between those seen: its middle relative to the body's, its width, how far it is
/// trusted, and where the middle of head and shoulders is relative to its own.
struct Face {
  double offset = 0, width = 0, trust = 0, behind = 0;
};

std::vector<Face> faces_along(const Subject& s, const WindowAxis& axis, double step_s) {
  std::vector<std::size_t> seen;
  for (std::size_t i = 0; i < s.faces.size(); ++i)
    if (s.faces[i].w > 0) seen.push_back(i);
  std::vector<Face> faces(s.faces.size());
  if (seen.empty()) return faces;
  const auto face_at = [&](std::size_t i) {
    const Span face = span_along(s.faces[i], axis);
    const double width = face.high - face.low;
    return Face{face.middle() - span_along(s.boxes[i], axis).middle(), width, 1,
                axis.along_x ? head_behind(s.turn(s.first + i)) * width : 0};
  };
  for (std::size_t i = 0; i < faces.size(); ++i) {
    const auto next = std::lower_bound(seen.begin(), seen.end(), i);
    const std::size_t after = next == seen.end() ? seen.back() : *next;
    const std::size_t before = next == seen.begin()               ? seen.front()
                               : *next == i && next != seen.end() ? i
                                                                  : *(next - 1);
    const Face a = face_at(before), b = face_at(after);
    const double part =
        after > before && i > before
            ? std::min(1.0, static_cast<double>(i - before) / static_cast<double>(after - before))
            : 0;
    const auto steps = std::min(i > before ? i - before : before - i, after > i ? after - i : i - after);
    const double age = static_cast<double>(steps) * step_s;
    faces[i] = {a.offset + part * (b.offset - a.offset), a.width + part * (b.width - a.width),
                std::clamp(1 - (age - kFaceTrusted_s) / kFaceFades_s, 0.0, 1.0),
                a.behind + part * (b.behind - a.behind)};
  }
  return faces;
}

Interval mixed(const Interval& a, const Interval& b, double share) {
  const auto mix = [&](double from, double to) { return from + share * (to - from); };
  return {mix(a.low, b.low), mix(a.high, b.high), mix(a.middle, b.middle)};
}

Interval head_and_shoulders(const Span& body, const Face& face) {
  const double middle = body.middle() + face.offset + face.behind;
  const double low =
      std::min(std::max(body.low, middle - kShoulders * face.width), middle - kHead * face.width);
  const double high =
      std::max(std::min(body.high, middle + kShoulders * face.width), middle + kHead * face.width);
  return {low, high, middle};
}

/// Along y: headroom, head and chest, of which the chest gives way first where the window is too low for all,
/// then the headroom; of a person without a face the upper part.
Interval head_and_chest(const Span& body, const Face& face, double window) {
  const Span upper{body.low, body.low + kUpperPart * (body.high - body.low)};
  const double middle = body.middle() + face.offset;
  const double low = middle - std::min(kHeadroom * face.width, window / 2);
  const Span head{low, std::min(middle + kChest * face.width, low + window)};
  return mixed({upper.low, upper.high, upper.middle()}, {head.low, head.high, head.middle()}, face.trust);
}

/// The window's width as a share of that of a 9:16 window, at most 1; 1 along y.
double narrowness(const WindowAxis& axis, const WindowAxis& across) {
  return axis.along_x ? std::min(1.0, axis.window / std::min<double>(axis.cells, across.cells * 9 / 16.0))
                      : 1;
}

}  // namespace

std::vector<Interval> framed_part(const Subject& s, const WindowAxis& axis, double step_s) {
  const std::vector<Face> faces = faces_along(s, axis, step_s);
  std::vector<Interval> parts;
  for (std::size_t i = 0; i < s.boxes.size(); ++i) {
    const Span body = span_along(s.boxes[i], axis);
    const double size = (body.high - body.low) / axis.window;
    const double part = std::clamp((size - kStillFits) / (kTooWide - kStillFits), 0.0, 1.0);
    const Interval whole{body.low, body.high, body.middle()};
    if (axis.along_x) {
      parts.push_back(mixed(whole, head_and_shoulders(body, faces[i]), part * faces[i].trust));
    } else if (s.kind == ObjectKind::person) {
      parts.push_back(mixed(whole, head_and_chest(body, faces[i], axis.window), part));
    } else {
      parts.push_back(whole);
    }
    const double face = body.middle() + faces[i].offset, half = faces[i].trust * faces[i].width / 2;
    parts.back().face_low = face - half, parts.back().face_high = face + half;
  }
  smooth_numbers(
      parts, {&Interval::low, &Interval::high, &Interval::middle, &Interval::face_low, &Interval::face_high},
      [&](const std::vector<double>& values) { return line_smoothed(values, kSmooth_s / step_s); });
  return parts;
}

namespace {

/// 1 where nothing of a face is covered, kFaceCovered where all is.
double worth_of_face(const Interval& part, const WindowAxis& axis, double center) {
  const double face = part.face_high - part.face_low;
  if (!(face > 0) || !axis.can_move()) return 1;
  const double safe_low = center + (axis.covered_before - 0.5) * axis.window;
  const double safe_high = center + (0.5 - axis.covered_after) * axis.window;
  const double seen = std::min(safe_high, part.face_high) - std::max(safe_low, part.face_low);
  return kFaceCovered + (1 - kFaceCovered) * std::clamp(seen / face, 0.0, 1.0);
}

}  // namespace

FramingWeights framing_weights(const WindowAxis& axis, const WindowAxis& across) {
  const double narrow = narrowness(axis, across);
  return {kImportanceFloor / std::pow(narrow, 4), kCentering * narrow};
}

double weight_of(const SubjectChoice& choice, std::size_t subject, std::size_t frame) {
  const double probability = choice.probability[subject][frame];
  if (probability <= kImprobable) return 0;
  return choice.subjects[subject].must_stay ? kMustStay : probability;
}

double kept_of(const Interval& part, const WindowAxis& axis, double center, double centering) {
  const double half = axis.window / 2;
  const double most = std::min(std::max(part.high - part.low, 0.1), axis.window);
  const double middle = std::clamp(part.middle, half, std::max(half, axis.cells - half));
  const double kept = std::min(center + half, part.high) - std::max(center - half, part.low);
  const double off = (center - middle) / axis.window;
  const double worth = std::clamp(kept / most, 0.0, 1.0) * (1 - std::min(1.0, centering * off * off));
  const bool is_covered = axis.covered_before > 0 || axis.covered_after > 0;
  return is_covered ? worth * worth_of_face(part, axis, center) : worth;
}

void add_subjects(cv::Mat& reward, const SubjectChoice& choice, const WindowAxis& axis,
                  const WindowAxis& across, double step_s) {
  const FramingWeights weights = framing_weights(axis, across);
  for (int t = 0; t < reward.rows; ++t) {
    float* row = reward.ptr<float>(t);
    const float best = std::max(1e-9f, *std::max_element(row, row + reward.cols));
    const auto weight =
        static_cast<float>((choice.elsewhere[static_cast<std::size_t>(t)] + weights.importance) / best);
    for (int p = 0; p < reward.cols; ++p) row[p] *= weight;
  }
  for (std::size_t k = 0; k < choice.subjects.size(); ++k) {
    const Subject& s = choice.subjects[k];
    const double centering = s.must_stay ? 0 : weights.centering;
    const std::vector<Interval> parts = framed_part(s, axis, step_s);
    for (std::size_t t = s.first; t < s.end(); ++t) {
      const double weight = weight_of(choice, k, t);
      if (weight <= 0) continue;
      float* row = reward.ptr<float>(static_cast<int>(t));
      for (int p = 0; p < reward.cols; ++p)
        row[p] += static_cast<float>(
            weight * kept_of(parts[t - s.first], axis, axis.center_of(p, reward.cols), centering));
    }
  }
  for (int t = 0; t < reward.rows; ++t) reward.row(t) *= choice.matters[static_cast<std::size_t>(t)];
}

}  // namespace smartcrop::internal
