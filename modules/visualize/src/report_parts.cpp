#include "report_parts.hpp"

#include <algorithm>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "html.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/visualize/image_file.hpp"

namespace smartcrop::internal {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::object;

/// Width of a subject's picture, px; twice what is shown, for high-resolution screens.
constexpr int kPortrait_px = 160;

}  // namespace

std::string jpeg_uri(const cv::Mat& bgr, int width) {
  cv::Mat sized = bgr;
  if (bgr.cols > width) {
    const int height = std::max(1, cvRound(static_cast<double>(bgr.rows) * width / bgr.cols));
    cv::resize(bgr, sized, {width, height}, 0, 0, cv::INTER_AREA);
  }
  return data_uri(encode_jpeg(sized, {4, true}), "image/jpeg");
}

data subjects_of(const ReportContent& content) {
  const AnalysisDocument& analysis = content.analysis;
  std::vector<std::size_t> order(analysis.subjects.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, [&](std::size_t i, std::size_t k) {
    const SubjectSummary &a = analysis.subjects[i], &b = analysis.subjects[k];
    return a.shot != b.shot ? a.shot < b.shot : a.score > b.score;
  });
  const auto is_followed = [&](int number) {
    return std::ranges::any_of(content.plans.front().shots, [&](const PlanShot& shot) {
      return shot.subject && shot.subject->number == number;
    });
  };
  const auto has_portrait = [&](std::size_t i) {
    return i < content.portraits.size() && !content.portraits[i].empty();
  };
  const bool has_portraits = std::ranges::any_of(order, has_portrait);
  data list{data::type::list};
  for (const std::size_t i : order) {
    const SubjectSummary& subject = analysis.subjects[i];
    const Shot& shot = analysis.shots.at(subject.shot);
    const bool has_picture = has_portrait(i);
    if (has_portraits && !has_picture && !is_followed(subject.number)) continue;
    list << data{object{
        {"shot", std::to_string(subject.shot + 1)},
        {"name", subject.name},
        {"followed", is_followed(subject.number)},
        {"has_picture", has_picture},
        {"picture", has_picture ? jpeg_uri(content.portraits[i], kPortrait_px) : std::string()},
        {"seen",
         decimals(seen_s(subject, shot), 1) + " of " + decimals((shot.end - shot.start).value(), 1) + " s"},
        {"score", decimals(subject.score, 2)},
        {"why", subject.reason}}};
  }
  return list;
}

data speakers_of(const AnalysisDocument& analysis) {
  const auto name_of = [&](int number) {
    const auto found = std::ranges::find(analysis.subjects, number, &SubjectSummary::number);
    return found == analysis.subjects.end() ? std::to_string(number) : found->name;
  };
  data list{data::type::list};
  for (const SpeakerSummary& speaker : analysis.speakers) {
    std::string turns;
    for (const SpeakerSummary::Turn& turn : speaker.turns)
      turns += (turns.empty() ? "" : ", ") + name_of(turn.subject) + " from frame " +
               std::to_string(turn.start.value);
    list << data{
        object{{"shot", std::to_string(speaker.shot + 1)}, {"turns", turns}, {"why", speaker.reason}}};
  }
  return list;
}

}  // namespace smartcrop::internal
