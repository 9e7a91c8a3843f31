#include "smartcrop/reframe/subject_wishes.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

#include "smartcrop/core/text.hpp"

namespace smartcrop {
namespace {

/// Subjects of two shots with less likeness than this are different.
constexpr double kLeastLikeness = 0.7;
/// A region gets a number if the shot is about it with this probability.
constexpr double kShownRegion = 0.1;
/// A drawn box means the subject that overlaps it by more than this (intersection over union).
constexpr double kFilled = 0.5;

struct RuleName {
  std::string_view name;
  SubjectRule rule;
};
constexpr std::array<RuleName, 5> kRules{{{"left", SubjectRule::left},
                                          {"right", SubjectRule::right},
                                          {"largest", SubjectRule::largest},
                                          {"person", SubjectRule::person},
                                          {"face", SubjectRule::face}}};

/// Mean over the frames in which the subject is there.
template <class Value>
double mean_of(const Subject& subject, const Value& value) {
  double sum = 0;
  for (const CropWindow& box : subject.boxes) sum += value(box);
  return sum / static_cast<double>(std::max<std::size_t>(1, subject.boxes.size()));
}

bool has_face(const Subject& subject) {
  return std::ranges::any_of(subject.faces, [](const CropWindow& face) { return face.w > 0; });
}

/// How well a subject fits a rule, higher is better; nullopt if it does not.
std::optional<double> fit(const SubjectChoice& choice, std::size_t k, SubjectRule rule) {
  const Subject& subject = choice.subjects[k];
  if (subject.is_region()) return std::nullopt;
  const auto middle = [](const CropWindow& box) { return box.x + box.w / 2; };
  switch (rule) {
    case SubjectRule::left:
      return -mean_of(subject, middle);
    case SubjectRule::right:
      return mean_of(subject, middle);
    case SubjectRule::largest:
      return mean_of(subject, [](const CropWindow& box) { return box.w * box.h; });
    case SubjectRule::person:
      if (subject.kind != ObjectKind::person) return std::nullopt;
      return choice.share(k);
    case SubjectRule::face:
      if (!has_face(subject)) return std::nullopt;
      return choice.share(k);
  }
  return std::nullopt;
}

/// By number or rule.
std::optional<std::size_t> find_subject(const SubjectChoice& choice, const SubjectName& name) {
  if (const int* number = std::get_if<int>(&name)) {
    const auto found = std::ranges::find(choice.subjects, *number, &Subject::number);
    if (found == choice.subjects.end()) return std::nullopt;
    return static_cast<std::size_t>(found - choice.subjects.begin());
  }
  const auto* rule = std::get_if<SubjectRule>(&name);
  if (rule == nullptr) return std::nullopt;
  std::optional<std::size_t> best;
  std::optional<double> best_fit;
  for (std::size_t k = 0; k < choice.subjects.size(); ++k) {
    const auto value = fit(choice, k, *rule);
    if (value && (!best_fit || *value > *best_fit)) best = k, best_fit = value;
  }
  return best;
}

/// The subject of the same kind with the most similar colors.
std::optional<std::size_t> most_alike(const SubjectChoice& choice, const Subject& wanted) {
  std::optional<std::size_t> best;
  double best_likeness = kLeastLikeness;
  for (std::size_t k = 0; k < choice.subjects.size(); ++k) {
    if (choice.subjects[k].kind != wanted.kind) continue;
    const double alike = likeness(wanted, choice.subjects[k]);
    if (alike > best_likeness) best = k, best_likeness = alike;
  }
  return best;
}

template <class Wish>
bool holds_at(const Wish& wish, Time time) {
  return (!wish.start || time >= *wish.start) && (!wish.end || time < *wish.end);
}

void follow_subject(SubjectChoice& choice, std::size_t followed, const FollowWish& wish,
                    const ShotImportance& importance) {
  const Subject& subject = choice.subjects[followed];
  for (std::size_t t = subject.first; t < subject.end(); ++t) {
    if (!holds_at(wish, importance.time[t])) continue;
    for (auto& probability : choice.probability) probability[t] = 0;
    choice.elsewhere[t] = 0;
    choice.probability[followed][t] = 1;
    choice.matters[t] = 1;
    choice.requested = {followed, to_string(wish)};
  }
  if (choice.requested) choice.speakers.turns.clear();
}

void ignore_subject(SubjectChoice& choice, std::size_t ignored) {
  std::erase_if(choice.speakers.turns, [&](const SpeakerTurn& turn) { return turn.subject == ignored; });
  for (std::size_t t = 0; t < choice.elsewhere.size(); ++t) {
    const double left = 1 - choice.probability[ignored][t];
    choice.probability[ignored][t] = 0;
    if (left <= 1e-9) {
      choice.elsewhere[t] = 1;
      continue;
    }
    for (auto& probability : choice.probability) probability[t] /= left;
    choice.elsewhere[t] /= left;
  }
}

/// Adds a subject from the user's box, with no probability yet.
void add_subject(SubjectChoice& choice, Subject subject, int number) {
  subject.number = number;
  choice.probability.emplace_back(choice.elsewhere.size(), 0.0);
  choice.importance_share.push_back(0);
  choice.subjects.push_back(std::move(subject));
}

bool keep_box(SubjectChoice& choice, const KeptBox& kept, const ShotImportance& importance, int number) {
  const auto is_meant = [&](Time time) { return holds_at(kept, time); };
  const auto first = std::ranges::find_if(importance.time, is_meant);
  const auto end = std::find_if_not(first, importance.time.end(), is_meant);
  if (first == end) return false;
  Subject subject{.kind = ObjectKind::other,
                  .must_stay = true,
                  .origin = SubjectOrigin::drawn,
                  .confidence = 1,
                  .hit_rate = 1};
  subject.first = static_cast<std::size_t>(first - importance.time.begin());
  subject.boxes.assign(static_cast<std::size_t>(end - first), kept.box);
  subject.faces.resize(subject.boxes.size());
  const auto from = static_cast<std::ptrdiff_t>(subject.first), count = end - first;
  add_subject(choice, std::move(subject), number);
  std::fill_n(choice.probability.back().begin() + from, count, 1.0);
  std::fill_n(choice.matters.begin() + from, count, 1.0);
  return true;
}

/// The subject that fills a drawn box.
std::optional<std::size_t> subject_in(const SubjectChoice& choice, const DrawnBox& drawn,
                                      const ShotImportance& importance) {
  const auto after = std::ranges::lower_bound(importance.time, drawn.time);
  const auto t = std::min<std::size_t>(static_cast<std::size_t>(after - importance.time.begin()),
                                       importance.time.size() - 1);
  std::optional<std::size_t> best;
  double best_overlap = kFilled;
  for (std::size_t k = 0; k < choice.subjects.size(); ++k) {
    const Subject& subject = choice.subjects[k];
    if (!subject.is_there(t) || subject.must_stay || subject.is_region()) continue;
    const double overlap = intersection_over_union(subject.box(t), drawn.box);
    if (overlap > best_overlap) best = k, best_overlap = overlap;
  }
  return best;
}

/// The shot that a time belongs to: the last one that begins at or before it.
std::optional<std::size_t> shot_at(const std::vector<ShotImportance>& importance, Time time) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < importance.size(); ++i)
    if (!importance[i].time.empty() && (!found || importance[i].time.front() <= time)) found = i;
  return found;
}

/// The wishes of one user over all shots.
class Wishes {
 public:
  Wishes(std::vector<SubjectChoice>& shots, const std::vector<ShotImportance>& importance,
         const BoxTracker& track)
      : shots_(shots), importance_(importance), track_(track) {
    for (const SubjectChoice& shot : shots)
      for (const Subject& subject : shot.subjects) next_ = std::max(next_, subject.number + 1);
  }

  void follow(const FollowWish& wish) {
    if (const auto* drawn = std::get_if<DrawnBox>(&wish.who)) return follow_box(wish, *drawn);
    std::optional<Subject> wanted;
    for (std::size_t i = 0; i < shots_.size(); ++i) {
      const auto k = find_subject(shots_[i], wish.who);
      if (!k) continue;
      follow_subject(shots_[i], *k, wish, importance_[i]);
      if (wish.everywhere) wanted = shots_[i].subjects[*k];
    }
    if (!wanted) return;
    for (std::size_t i = 0; i < shots_.size(); ++i) {
      if (find_subject(shots_[i], wish.who)) continue;
      if (const auto k = most_alike(shots_[i], *wanted))
        follow_subject(shots_[i], *k, {shots_[i].subjects[*k].number, {}, {}}, importance_[i]);
    }
  }

  void keep(const KeptBox& kept) {
    for (std::size_t i = 0; i < shots_.size(); ++i)
      if (keep_box(shots_[i], kept, importance_[i], next_)) ++next_;
  }

 private:
  void follow_box(const FollowWish& wish, const DrawnBox& drawn) {
    const auto i = shot_at(importance_, drawn.time);
    if (!i) return;
    SubjectChoice& choice = shots_[*i];
    auto k = subject_in(choice, drawn, importance_[*i]);
    if (!k && track_) {
      auto subject = track_(*i, drawn);
      if (!subject) return;
      add_subject(choice, std::move(*subject), next_++);
      k = choice.subjects.size() - 1;
    }
    if (k) follow_subject(choice, *k, wish, importance_[*i]);
  }

  std::vector<SubjectChoice>& shots_;
  const std::vector<ShotImportance>& importance_;
  const BoxTracker& track_;
  int next_ = 1;
};

SubjectName parse_subject_name(std::string_view text) {
  if (const auto* rule = std::ranges::find(kRules, text, &RuleName::name); rule != kRules.end())
    return rule->rule;
  if (const auto number = parse_number<int>(text); number && *number >= 1) return *number;
  throw std::invalid_argument("subject '" + std::string(text) +
                              "' is not a number from 1 on, left, right, largest, person or face");
}

/// `T1-T2`; false for other text.
bool parse_range(std::string_view text, std::optional<Time>& start, std::optional<Time>& end) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return false;
  start = parse_time(std::string(text.substr(0, dash)));
  end = parse_time(std::string(text.substr(dash + 1)));
  return true;
}

}  // namespace

std::optional<CropWindow> parse_box(std::string_view text) {
  std::array<double, 4> box{};
  for (std::size_t i = 0; i < box.size(); ++i) {
    const std::size_t comma = text.find(',');
    if ((comma == std::string_view::npos) != (i + 1 == box.size())) return std::nullopt;
    const auto number = parse_number<double>(text.substr(0, comma));
    if (!number) return std::nullopt;
    box[i] = *number;
    if (comma != std::string_view::npos) text.remove_prefix(comma + 1);
  }
  if (!(box[2] > 0 && box[3] > 0)) return std::nullopt;
  return CropWindow{box[0], box[1], box[2], box[3]};
}

KeptBox parse_kept_box(std::string_view text) {
  const std::size_t at = text.find('@');
  const auto box = parse_box(text.substr(0, at));
  KeptBox kept{box.value_or(CropWindow{}), {}, {}};
  const bool is_sound =
      box && (at == std::string_view::npos || parse_range(text.substr(at + 1), kept.start, kept.end));
  if (!is_sound)
    throw std::invalid_argument("box '" + std::string(text) +
                                "' is not X,Y,W,H or X,Y,W,H@T1-T2, W and H above 0");
  return kept;
}

FollowWish parse_follow_wish(std::string_view text) {
  const std::size_t at = text.find('@');
  const std::string_view who = text.substr(0, at);
  const std::string_view when = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
  const auto fail = [&](const char* what) {
    return std::invalid_argument("subject '" + std::string(text) + "' " + what);
  };
  if (who.find(',') != std::string_view::npos) {
    const auto box = parse_box(who);
    if (!box || at == std::string_view::npos) throw fail("is not X,Y,W,H@T, W and H above 0");
    return {DrawnBox{*box, parse_time(std::string(when))}, {}, {}};
  }
  FollowWish wish{parse_subject_name(who), {}, {}};
  if (at == std::string_view::npos) return wish;
  wish.everywhere = when == "all" && std::holds_alternative<int>(wish.who);
  if (!wish.everywhere && !parse_range(when, wish.start, wish.end))
    throw fail("must have times as in 2@4-8.5, or be a number with @all");
  return wish;
}

std::string to_string(const FollowWish& wish) {
  if (const auto* drawn = std::get_if<DrawnBox>(&wish.who)) {
    const CropWindow& box = drawn->box;
    std::string text;
    for (const double side : {box.x, box.y, box.w, box.h}) text += decimals(side, 1) + ",";
    text.back() = '@';
    return text + to_string(drawn->time);
  }
  const int* number = std::get_if<int>(&wish.who);
  std::string who =
      number != nullptr
          ? std::to_string(*number)
          : std::string(std::ranges::find(kRules, std::get<SubjectRule>(wish.who), &RuleName::rule)->name);
  if (wish.everywhere) return who + "@all";
  if (!wish.start || !wish.end) return who;
  return who + "@" + to_string(*wish.start) + "-" + to_string(*wish.end);
}

void number_subjects(std::vector<SubjectChoice>& shots) {
  int next = 1;
  for (SubjectChoice& shot : shots)
    for (std::size_t k = 0; k < shot.subjects.size(); ++k)
      if (!shot.subjects[k].is_region() || shot.share(k) >= kShownRegion) shot.subjects[k].number = next++;
}

void apply_wishes(std::vector<SubjectChoice>& shots, const SubjectWishes& wishes,
                  const std::vector<ShotImportance>& importance, const BoxTracker& track) {
  for (const int number : wishes.ignore)
    for (SubjectChoice& shot : shots)
      if (const auto subject = find_subject(shot, number)) ignore_subject(shot, *subject);
  Wishes all(shots, importance, track);
  for (const FollowWish& wish : wishes.follow) all.follow(wish);
  for (const KeptBox& kept : wishes.keep) all.keep(kept);
}

}  // namespace smartcrop
