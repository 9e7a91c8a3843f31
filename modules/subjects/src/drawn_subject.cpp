#include "smartcrop/subjects/drawn_subject.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/core.hpp>

#include "detection_links.hpp"
#include "smartcrop/core/nearest.hpp"

namespace smartcrop {
namespace {

using namespace internal;

/// Mass of unseen colors, as ImportanceOptions::color_doubt.
constexpr double kDoubt = 0.6;
/// Share of the distance to its colors that a box moves per frame. So flow decides over short times, color
/// over long ones.
constexpr double kPull = 0.3;
/// With less than this share of the drawn box's colors the subject is hidden, and colors do not move the box.
constexpr double kLeastSeen = 0.4;
/// Share of the sides of a box, around its middle, that shows the subject and not the background.
constexpr double kInnerShare = 0.6;

/// The cells of a box, at least one.
cv::Rect cells_of(const cv::Rect2d& box, cv::Size cells) {
  const int x = std::clamp(static_cast<int>(std::floor(box.x)), 0, cells.width - 1);
  const int y = std::clamp(static_cast<int>(std::floor(box.y)), 0, cells.height - 1);
  const int right = std::clamp(static_cast<int>(std::ceil(box.br().x)), x + 1, cells.width);
  const int bottom = std::clamp(static_cast<int>(std::ceil(box.br().y)), y + 1, cells.height);
  return {cv::Point(x, y), cv::Point(right, bottom)};
}

cv::Point2d middle_of(const cv::Rect2d& box) {
  return {box.x + box.width / 2, box.y + box.height / 2};
}

/// Colors that distinguish a box from the rest of its frame.
ColorHistogram own_colors(const FrameSignals& frame, const cv::Rect2d& box) {
  ColorHistogram inside{}, outside{};
  cv::Mat is_inside(frame.colors.size(), CV_32FC1, cv::Scalar(0));
  is_inside(cells_of(box, frame.colors.size())).setTo(1);
  add_colors(inside, frame.colors, is_inside);
  add_colors(outside, frame.colors, 1 - is_inside);
  return subject_probability(inside, outside, kDoubt);
}

/// The subject's colors in a box: their amount, and the offset of their middle from the box's.
struct ColorMass {
  double sum = 0;
  cv::Point2d offset;
};

ColorMass mass_in(const cv::Mat& bins, const cv::Rect2d& box, const ColorHistogram& own) {
  const cv::Rect cells = cells_of(box, bins.size());
  ColorMass mass;
  for (int y = cells.y; y < cells.br().y; ++y)
    for (int x = cells.x; x < cells.br().x; ++x) {
      const double weight = std::max(0.0, own[bins.at<uchar>(y, x)] - 0.5);
      mass.sum += weight;
      mass.offset += weight * (cv::Point2d(x + 0.5, y + 0.5) - middle_of(box));
    }
  if (mass.sum > 0) mass.offset /= mass.sum;
  return mass;
}

/// The box with its middle inside the grid.
cv::Rect2d inside(cv::Rect2d box, cv::Size cells) {
  const cv::Point2d middle = middle_of(box);
  box.x += std::clamp(middle.x, 0.0, static_cast<double>(cells.width)) - middle.x;
  box.y += std::clamp(middle.y, 0.0, static_cast<double>(cells.height)) - middle.y;
  return box;
}

/// Follows a box from the frame in which it was drawn.
class BoxFollower {
 public:
  BoxFollower(const ShotSignals& shot, const cv::Rect2d& box, std::size_t frame) : shot_(shot) {
    const FrameSignals& drawn = shot.frames[frame];
    if (drawn.colors.empty()) return;
    own_ = own_colors(drawn, box);
    drawn_ = mass_in(drawn.colors, box, *own_);
  }

  cv::Rect2d next(const cv::Rect2d& box, std::size_t to) const {
    return pulled(box + motion_in(shot_, box, to), to);
  }
  cv::Rect2d previous(const cv::Rect2d& box, std::size_t to) const {
    return pulled(box - motion_in(shot_, box, to + 1), to);
  }

 private:
  cv::Rect2d pulled(cv::Rect2d box, std::size_t t) const {
    const cv::Mat& bins = shot_.frames[t].colors;
    if (own_ && !bins.empty()) {
      const ColorMass mass = mass_in(bins, box, *own_);
      if (mass.sum > kLeastSeen * drawn_.sum) box += kPull * (mass.offset - drawn_.offset);
    }
    return inside(box, shot_.grid.cells);
  }

  const ShotSignals& shot_;
  std::optional<ColorHistogram> own_;
  ColorMass drawn_;
};

}  // namespace

Subject track_box(const ShotSignals& shot, const DrawnBox& drawn) {
  Subject subject{.kind = ObjectKind::other,
                  .origin = SubjectOrigin::drawn,
                  .confidence = 1,
                  .hit_rate = 1,
                  .detections = 1};
  const std::size_t from = nearest_index(shot.frames, drawn.time, &FrameSignals::time),
                    count = shot.frames.size();
  const cv::Rect2d whole({}, cv::Size2d(shot.grid.cells));
  const cv::Rect2d box = shot.grid.in_cells(drawn.box);
  const BoxFollower follower(shot, box, from);
  std::vector<cv::Rect2d> boxes(count, box);
  for (std::size_t t = from + 1; t < count; ++t) boxes[t] = follower.next(boxes[t - 1], t);
  for (std::size_t t = from; t > 0; --t) boxes[t - 1] = follower.previous(boxes[t], t - 1);
  for (const cv::Rect2d& b : boxes) subject.boxes.push_back(shot.grid.in_source(b & whole));
  subject.faces.resize(count);
  return subject;
}

void measure_colors(const ShotSignals& shot, std::vector<Subject>& subjects) {
  for (Subject& subject : subjects) {
    subject.colors.fill(0);
    for (std::size_t t = subject.first; t < subject.end(); ++t) {
      const cv::Mat& bins = shot.frames[t].colors;
      if (bins.empty()) continue;
      cv::Rect2d box = shot.grid.in_cells(subject.box(t));
      const cv::Size2d rim = box.size() * ((1 - kInnerShare) / 2);
      box = {box.x + rim.width, box.y + rim.height, box.width * kInnerShare, box.height * kInnerShare};
      const cv::Mat part = bins(cells_of(box, bins.size()));
      add_colors(subject.colors, part, cv::Mat(part.size(), CV_32FC1, cv::Scalar(1)));
    }
    const float sum = std::accumulate(subject.colors.begin(), subject.colors.end(), 0.0F);
    if (sum > 0)
      for (float& share : subject.colors) share /= sum;
  }
}

double likeness(const Subject& a, const Subject& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.colors.size(); ++i) sum += std::sqrt(double{a.colors[i]} * b.colors[i]);
  return std::min(1.0, sum);
}

}  // namespace smartcrop
