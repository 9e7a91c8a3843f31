#include "smartcrop/visualize/subject_marks.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "smartcrop/visualize/draw_text.hpp"

namespace smartcrop {
namespace {

/// BGR. The followed subject in orange, which dark and bright pictures show; the others in gray.
const cv::Scalar kFollowed{0, 176, 255}, kOther{200, 200, 200}, kText{20, 20, 20};
/// Text is this share of the frame's height, and at least so large.
constexpr double kTextShare = 1.0 / 40;
constexpr int kLeastText_px = 12;

cv::Mat label_of(const std::string& name, const cv::Scalar& plate, int text_px) {
  const TextStyle style{text_px, kText, plate};
  cv::Mat label(text_size(name, style), CV_8UC3, plate);
  draw_text(label, name, {0, 0}, style);
  return label;
}

}  // namespace

SubjectMarks::SubjectMarks(const AnalysisDocument& analysis, const CropPlan& plan)
    : shots_(analysis.shots), speakers_(analysis.speakers), plan_(plan), source_(analysis.video.size) {
  const int text_px = std::max(kLeastText_px, cvRound(source_.height * kTextShare));
  line_px_ = std::max(2, text_px / 8);
  for (const SubjectSummary& subject : analysis.subjects)
    subjects_.push_back({subject, analysis.shots.at(subject.shot), label_of(subject.name, kOther, text_px),
                         label_of(subject.name, kFollowed, text_px)});
}

int SubjectMarks::followed_at(Time time) const {
  const auto after = std::ranges::upper_bound(plan_.shots, time, {}, &PlanShot::start);
  if (after == plan_.shots.begin()) return 0;
  const std::optional<PlanSubject>& subject = std::prev(after)->subject;
  if (!subject) return 0;
  if (!subject->follow.empty()) return subject->number;
  for (std::size_t i = 0; i < shots_.size(); ++i) {
    if (time < shots_[i].start || time >= shots_[i].end) continue;
    const FrameIndex frame{static_cast<std::int64_t>(frame_in(shots_[i], time))};
    if (const int speaker = speaker_at(speakers_, i, frame); speaker > 0) return speaker;
  }
  return shown_at(time, subject->number);
}

int SubjectMarks::shown_at(Time time, int usual) const {
  const std::optional<View> view = view_at(plan_, time);
  if (!view) return usual;
  const CropWindow& window = view->window;
  const auto is_shown = [&](const CropWindow& box) {
    const double x = box.x + box.w / 2, y = box.y + box.h / 2;
    return x >= window.x && x < window.x + window.w && y >= window.y && y < window.y + window.h;
  };
  int best = usual;
  double best_score = -1;
  for (const Known& known : subjects_) {
    const auto place = place_at(known.subject, known.shot, time);
    if (!place || !is_shown(place->box)) continue;
    if (known.subject.number == usual) return usual;
    if (known.subject.score > best_score) best = known.subject.number, best_score = known.subject.score;
  }
  return best;
}

std::vector<OverlayMark> SubjectMarks::at(Time time) const {
  const int followed = followed_at(time);
  std::vector<OverlayMark> marks;
  std::optional<OverlayMark> last;
  for (const Known& known : subjects_) {
    const auto place = place_at(known.subject, known.shot, time);
    if (!place) continue;
    const cv::Rect2d box(place->box.x, place->box.y, place->box.w, place->box.h);
    if (known.subject.number == followed)
      last = OverlayMark{box, kFollowed, 2 * line_px_, known.followed_label};
    else
      marks.push_back({box, kOther, line_px_, known.label});
  }
  if (last) marks.push_back(*last);
  return marks;
}

void SubjectMarks::draw(cv::Mat& bgr, Time time) const {
  const double x = static_cast<double>(bgr.cols) / source_.width,
               y = static_cast<double>(bgr.rows) / source_.height;
  const cv::Rect whole({}, bgr.size());
  for (const OverlayMark& mark : at(time)) {
    const cv::Rect box = cv::Rect(cvRound(mark.box.x * x), cvRound(mark.box.y * y),
                                  cvRound(mark.box.width * x), cvRound(mark.box.height * y)) &
                         whole;
    if (box.empty()) continue;
    cv::rectangle(bgr, box, mark.bgr, mark.width_px > line_px_ ? 2 : 1);
    cv::Mat label;
    const double scale = std::max(x, static_cast<double>(kLeastText_px + 4) / mark.label.rows);
    cv::resize(mark.label, label, {}, scale, scale, cv::INTER_AREA);
    const int above = box.y - label.rows;
    const cv::Point corner(std::clamp(box.x, 0, std::max(0, bgr.cols - label.cols)),
                           above >= 0 ? above : box.y);
    const cv::Rect seen = cv::Rect(corner, label.size()) & whole;
    label(seen - corner).copyTo(bgr(seen));
  }
}

}  // namespace smartcrop
