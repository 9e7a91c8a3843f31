#include "smartcrop/reframe/subject_choice.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "smooth_values.hpp"

namespace smartcrop {
namespace {

using namespace internal;

/// Offsets inside the logarithms: differences between small values do not count.
constexpr double kUsualArea = 0.05, kShareOffset = 0.05, kDensityOffset = 0.3, kAreaOffset = 0.03;
/// Trust in motion at which a frame begins to matter, and at which it does fully. In labeled clips every
/// frame that matters has a subject, or a trust of at least the middle of this range.
constexpr double kNoMotion = 0.25, kSureMotion = 0.6;
/// How much larger the share of the importance in a region's box is than its share of the frame, where it
/// begins to be a subject, and where it is one.
constexpr double kScattered = 0.25, kGathered = 0.7;

/// Sums of a map over boxes with fractions of cells.
class BoxSums {
 public:
  explicit BoxSums(const cv::Mat& map) { cv::integral(map, table_, CV_64F); }
  double total() const { return table_.at<double>(table_.rows - 1, table_.cols - 1); }
  double sum(const cv::Rect2d& box) const {
    const cv::Point2d a = box.tl(), b = box.br();
    return at(b.x, b.y) - at(a.x, b.y) - at(b.x, a.y) + at(a.x, a.y);
  }

 private:
  double at(double x, double y) const {
    x = std::clamp(x, 0.0, table_.cols - 1.0);
    y = std::clamp(y, 0.0, table_.rows - 1.0);
    const int x0 = static_cast<int>(x), y0 = static_cast<int>(y);
    const int x1 = std::min(x0 + 1, table_.cols - 1), y1 = std::min(y0 + 1, table_.rows - 1);
    const double fx = x - x0, fy = y - y0;
    const auto v = [&](int r, int c) { return table_.at<double>(r, c); };
    return (v(y0, x0) * (1 - fx) + v(y0, x1) * fx) * (1 - fy) + (v(y1, x0) * (1 - fx) + v(y1, x1) * fx) * fy;
  }
  cv::Mat table_;
};

/// Features of a subject that change over time, smoothed over its frames.
struct Features {
  std::vector<double> log_area, share, density;
};

/// For all subjects, frame by frame, because the tables of a frame are as large as eight of its maps.
std::vector<Features> features_of(const std::vector<Subject>& subjects, const ShotImportance& importance,
                                  double sigma) {
  std::vector<Features> all(subjects.size());
  const double cells = importance.grid.cells.area();
  for (std::size_t t = 0; t < importance.size(); ++t) {
    const BoxSums sums(importance.map(t));
    for (std::size_t k = 0; k < subjects.size(); ++k) {
      if (t < subjects[k].first || t >= subjects[k].end()) continue;
      const cv::Rect2d box = importance.grid.in_cells(subjects[k].box(t));
      const double area = std::max(1e-4, box.area() / cells);
      const double share = sums.sum(box) / std::max(1e-9, sums.total());
      all[k].log_area.push_back(std::log(area / kUsualArea));
      all[k].share.push_back(share);
      all[k].density.push_back(share / (area + kAreaOffset));
    }
  }
  for (Features& f : all)
    for (auto* values : {&f.log_area, &f.share, &f.density}) *values = smoothed(*values, sigma, Ends::cut);
  return all;
}

std::vector<double> what_matters(const std::vector<Subject>& subjects, const ShotImportance& importance) {
  std::vector<double> matters;
  for (const float trust : importance.motion_trust)
    matters.push_back(std::clamp((trust - kNoMotion) / (kSureMotion - kNoMotion), 0.0, 1.0));
  for (const Subject& s : subjects)
    if (!s.is_region()) std::fill(&matters[s.first], &matters[s.first] + s.boxes.size(), 1);
  return matters;
}

/// Softmax over subjects and elsewhere, frame by frame. `scores`: -infinity where a subject is not there; the
/// last row is elsewhere.
void softmax(std::vector<std::vector<double>>& scores, double sharpness) {
  for (std::size_t t = 0; t < scores.back().size(); ++t) {
    double largest = scores.back()[t], sum = 0;
    for (const auto& row : scores) largest = std::max(largest, row[t]);
    for (auto& row : scores) sum += row[t] = std::exp(sharpness * (row[t] - largest));
    for (auto& row : scores) row[t] /= sum;
  }
}

/// Gives a region the probability of elsewhere, as far as its box holds more importance than its area would.
void give_elsewhere(SubjectChoice& choice, std::size_t region, const Features& features) {
  for (std::size_t t = 0; t < choice.elsewhere.size(); ++t) {
    const double excess = features.share[t] - kUsualArea * std::exp(features.log_area[t]);
    const double part = std::clamp((excess - kScattered) / (kGathered - kScattered), 0.0, 1.0);
    choice.probability[region][t] = part * choice.elsewhere[t];
    choice.elsewhere[t] -= choice.probability[region][t];
  }
}

}  // namespace

double SubjectChoice::share(std::size_t subject) const {
  const std::vector<double>& p = probability[subject];
  return p.empty() ? 0 : std::accumulate(p.begin(), p.end(), 0.0) / static_cast<double>(p.size());
}

SubjectChoice choose_subjects(std::vector<Subject> subjects, const ShotImportance& importance,
                              const SubjectWeights& w) {
  SubjectChoice choice;
  choice.matters = what_matters(subjects, importance);
  choice.subjects = std::move(subjects);
  const std::size_t n = importance.size();
  if (choice.subjects.empty()) {
    choice.elsewhere.assign(n, 1);
    return choice;
  }
  const double sigma = w.smooth_s / importance.step_s;
  const std::vector<Features> features = features_of(choice.subjects, importance, sigma);
  std::vector<std::vector<double>> scores;
  std::vector<double> best_share(n, std::log(kShareOffset));
  for (std::size_t k = 0; k < choice.subjects.size(); ++k) {
    const Subject& s = choice.subjects[k];
    const Features& f = features[k];
    const double presence = static_cast<double>(s.boxes.size()) / static_cast<double>(n);
    const double constant =
        w.bias + w.presence * presence + w.confidence * s.confidence + w.hit_rate * s.hit_rate;
    choice.importance_share.push_back(std::accumulate(f.share.begin(), f.share.end(), 0.0) /
                                      static_cast<double>(f.share.size()));
    auto& score = scores.emplace_back(n, -std::numeric_limits<double>::infinity());
    if (s.is_region()) continue;
    for (std::size_t i = 0; i < s.boxes.size(); ++i) {
      const double log_share = std::log(kShareOffset + std::max(0.0, f.share[i]));
      score[s.first + i] = constant + w.log_area * f.log_area[i] + w.log_share * log_share +
                           w.log_density * std::log(kDensityOffset + std::max(0.0, f.density[i]));
      best_share[s.first + i] = std::max(best_share[s.first + i], log_share);
    }
  }
  const std::vector<double> trust =
      smoothed({importance.motion_trust.begin(), importance.motion_trust.end()}, sigma, Ends::repeated);
  auto& elsewhere = scores.emplace_back(n);
  for (std::size_t t = 0; t < n; ++t)
    elsewhere[t] = w.elsewhere_bias + w.elsewhere_trust * trust[t] + w.elsewhere_best * best_share[t];
  softmax(scores, w.sharpness);
  for (auto& row : scores) row = smoothed(row, sigma, Ends::repeated);
  choice.elsewhere = std::move(scores.back());
  scores.pop_back();
  choice.probability = std::move(scores);
  for (std::size_t k = 0; k < choice.subjects.size(); ++k)
    if (choice.subjects[k].is_region()) give_elsewhere(choice, k, features[k]);
  return choice;
}

void favor_speakers(SubjectChoice& choice, const std::vector<std::vector<double>>& speaking) {
  for (std::size_t t = 0; t < choice.elsewhere.size(); ++t) {
    double spoken = 0, sum = 0;
    for (std::size_t k = 0; k < speaking.size(); ++k) {
      spoken += speaking[k][t];
      if (speaking[k][t] > 0) sum += choice.probability[k][t];
    }
    for (std::size_t k = 0; k < speaking.size(); ++k)
      if (speaking[k][t] > 0)
        choice.probability[k][t] = (1 - spoken) * choice.probability[k][t] + speaking[k][t] * sum;
  }
}

}  // namespace smartcrop
