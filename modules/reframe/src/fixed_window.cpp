#include "smartcrop/reframe/fixed_window.hpp"

#include <algorithm>
#include <stdexcept>

#include "framing.hpp"
#include "insets.hpp"
#include "smartcrop/importance/best_track.hpp"

namespace smartcrop {
namespace {

using namespace internal;

/// A fixed window needs no more frames than this.
constexpr std::size_t kMostFrames = 400;

int places_along(const WindowAxis& axis) {
  return axis.can_move() ? kPlaces : 2;
}

/// Sums the rewards of all places over frames.
class RewardSum {
 public:
  RewardSum(WindowAxis x, WindowAxis y, double taper)
      : x_(x),
        y_(y),
        weights_(framing_weights(x, y)),
        taper_(taper),
        reward_(places_along(y), places_along(x), CV_64FC1, cv::Scalar(0)) {}

  cv::Size places() const { return reward_.size(); }

  /// Importance alone.
  void add(const cv::Mat& map) {
    reward_ += window_sums_of(map);
    most_ += cv::sum(map)[0];
  }

  /// One frame of a shot with its subjects. `parts`: by subject, along x and y.
  struct Parts {
    std::vector<Interval> along_x, along_y;
  };
  void add(const cv::Mat& map, const SubjectChoice& choice, const std::vector<Parts>& parts, std::size_t t) {
    cv::Mat reward = window_sums_of(map);
    double best = 0;
    cv::minMaxLoc(reward, nullptr, &best);
    reward *= (choice.elsewhere[t] + weights_.importance) / std::max(1e-9, best);
    for (std::size_t k = 0; k < choice.subjects.size(); ++k) {
      const Subject& s = choice.subjects[k];
      const double weight = weight_of(choice, k, t);
      if (!s.is_there(t) || weight <= 0) continue;
      const double centering = s.must_stay ? 0 : weights_.centering;
      const cv::Mat across = kept_at_places(parts[k].along_x[t - s.first], x_, centering);
      const cv::Mat down = kept_at_places(parts[k].along_y[t - s.first], y_, centering);
      reward += down.t() * across * weight;
    }
    reward_ += reward * choice.matters[t];
    most_ += choice.matters[t] * (1 + weights_.importance);
  }

  /// What another sum says, weighed by place.
  void add(const RewardSum& other, const cv::Mat& weights) {
    reward_ += other.reward_.mul(weights);
    most_ += other.most_;
  }

  /// Shares of the most that a window could have kept.
  cv::Mat shares() const { return cv::min(reward_ / std::max(1e-9, most_), 1.0); }

 private:
  cv::Mat window_sums_of(const cv::Mat& map) const {
    const cv::Mat across = window_sums(map, x_.window, reward_.cols, taper_);
    const cv::Mat both = window_sums(across.t(), y_.window, reward_.rows, taper_);
    cv::Mat result;
    cv::Mat(both.t()).convertTo(result, CV_64F);
    return result;
  }

  static cv::Mat kept_at_places(const Interval& part, const WindowAxis& axis, double centering) {
    const int places = places_along(axis);
    cv::Mat kept(1, places, CV_64FC1);
    for (int p = 0; p < places; ++p)
      kept.at<double>(p) = kept_of(part, axis, axis.center_of(p, places), centering);
    return kept;
  }

  WindowAxis x_, y_;
  FramingWeights weights_;
  double taper_;
  cv::Mat reward_;
  double most_ = 0;
};

void add_shot(RewardSum& sum, const ShotImportance& importance, const SubjectChoice* choice,
              const WindowAxis& x, const WindowAxis& y, std::size_t stride) {
  std::vector<RewardSum::Parts> parts;
  if (choice != nullptr)
    for (const Subject& s : choice->subjects)
      parts.push_back({framed_part(s, x, importance.step_s), framed_part(s, y, importance.step_s)});
  for (std::size_t t = stride / 2; t < importance.size(); t += stride) {
    if (choice != nullptr) {
      sum.add(importance.map(t), *choice, parts, t);
    } else {
      sum.add(importance.map(t));
    }
  }
}

/// The window at a place; places are spread evenly over the room.
CropWindow window_at_place(cv::Point place, cv::Size places, cv::Size window, const cv::Rect& within) {
  const cv::Size room = within.size() - window;
  return {within.x + room.width * place.x / (places.width - 1.0),
          within.y + room.height * place.y / (places.height - 1.0), double(window.width),
          double(window.height)};
}

/// kCutWorth where a window cuts an inset, 1 elsewhere. CV_64FC1, by place.
cv::Mat weights_beside(const std::vector<ShownInset>& insets, cv::Size places, cv::Size window,
                       const cv::Rect& within) {
  cv::Mat weights(places, CV_64FC1, cv::Scalar(1));
  for (int j = 0; j < places.height; ++j)
    for (int i = 0; i < places.width; ++i) {
      const CropWindow here = window_at_place({i, j}, places, window, within);
      if (std::ranges::any_of(insets, [&](const ShownInset& inset) { return cuts(here, inset); }))
        weights.at<double>(j, i) = kCutWorth;
    }
  return weights;
}

/// Places 0 to `places` - 1 are spread evenly over `room` px from `first`.
double place_of(double corner, double first, double room, int places) {
  return room > 0 ? std::clamp((corner - first) / room, 0.0, 1.0) * (places - 1) : 0;
}

}  // namespace

FixedWindowShares::FixedWindowShares(const ShotContents& contents, cv::Size window, const cv::Rect& within,
                                     double taper, const SafeZone& zone)
    : window_(window), within_(within) {
  std::size_t frames = 0;
  for (const ShotImportance& shot : contents.importance) frames += shot.size();
  if (frames == 0) throw std::invalid_argument("fixed window: there are no importance maps");
  if (window.empty() || window.width > within.width || window.height > within.height)
    throw std::invalid_argument("fixed window: the window is larger than what it must stay within");
  const std::size_t stride = (frames + kMostFrames - 1) / kMostFrames;
  std::optional<RewardSum> sum;
  for (std::size_t i = 0; i < contents.importance.size(); ++i) {
    if (contents.importance[i].size() == 0) continue;
    const ShotImportance part = importance_within(contents.importance[i], within);
    const WindowAxis x = window_axis(part.grid, window, within, true, zone),
                     y = window_axis(part.grid, window, within, false, zone);
    if (!sum) sum.emplace(x, y, taper);
    const SubjectChoice* choice = i < contents.subjects.size() ? &contents.subjects[i] : nullptr;
    const std::vector<ShownInset> insets = insets_in(contents.importance[i], choice);
    if (insets.empty()) {
      add_shot(*sum, part, choice, x, y, stride);
      continue;
    }
    RewardSum shot(x, y, taper);
    add_shot(shot, part, choice, x, y, stride);
    sum->add(shot, weights_beside(insets, sum->places(), window, within));
  }
  shares_ = sum->shares();
}

CropWindow FixedWindowShares::best() const {
  cv::Point best;
  double most = -1;
  for (int j = 0; j < shares_.rows; ++j)
    for (int i = 0; i < shares_.cols; ++i) {
      const double value = shares_.at<double>(j, i) +
                           kMiddleShare * (middleness(i, shares_.cols) + middleness(j, shares_.rows));
      if (value > most) best = {i, j}, most = value;
    }
  return window_at_place(best, shares_.size(), window_, within_);
}

double FixedWindowShares::share(const CropWindow& window) const {
  const cv::Size room = within_.size() - window_;
  const double x = place_of(window.x, within_.x, room.width, shares_.cols);
  const double y = place_of(window.y, within_.y, room.height, shares_.rows);
  const int x0 = std::min(static_cast<int>(x), shares_.cols - 2),
            y0 = std::min(static_cast<int>(y), shares_.rows - 2);
  const auto row = [&](int j) {
    return shares_.at<double>(j, x0) * (x0 + 1 - x) + shares_.at<double>(j, x0 + 1) * (x - x0);
  };
  return row(y0) * (y0 + 1 - y) + row(y0 + 1) * (y - y0);
}

}  // namespace smartcrop
