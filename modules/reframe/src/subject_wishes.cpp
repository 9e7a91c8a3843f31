#include "smartcrop/reframe/subject_wishes.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <string>

#include "smartcrop/core/text.hpp"

namespace smartcrop {
namespace {

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

/// How well a subject fits a rule, higher is better; nullopt where it does not.
std::optional<double> fit(const SubjectChoice& choice, std::size_t k, SubjectRule rule) {
  const Subject& subject = choice.subjects[k];
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

std::optional<std::size_t> find_subject(const SubjectChoice& choice, const SubjectName& name,
                                        int first_number) {
  if (const int* number = std::get_if<int>(&name)) {
    const int k = *number - first_number;
    const bool is_here = k >= 0 && k < static_cast<int>(choice.subjects.size());
    return is_here ? std::optional(static_cast<std::size_t>(k)) : std::nullopt;
  }
  std::optional<std::size_t> best;
  std::optional<double> best_fit;
  for (std::size_t k = 0; k < choice.subjects.size(); ++k) {
    const auto value = fit(choice, k, std::get<SubjectRule>(name));
    if (value && (!best_fit || *value > *best_fit)) best = k, best_fit = value;
  }
  return best;
}

void follow_subject(SubjectChoice& choice, std::size_t followed) {
  const Subject& subject = choice.subjects[followed];
  choice.speakers.turns.clear();
  for (std::size_t t = subject.first; t < subject.end(); ++t) {
    for (auto& probability : choice.probability) probability[t] = 0;
    choice.elsewhere[t] = 0;
    choice.probability[followed][t] = 1;
  }
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

void keep_box(SubjectChoice& choice, const KeptBox& kept, const ShotImportance& importance) {
  const auto is_meant = [&](Time time) {
    return (!kept.start || time >= *kept.start) && (!kept.end || time < *kept.end);
  };
  const auto first = std::ranges::find_if(importance.time, is_meant);
  const auto end = std::find_if_not(first, importance.time.end(), is_meant);
  if (first == end) return;
  Subject subject{.kind = ObjectKind::other, .must_stay = true, .confidence = 1, .hit_rate = 1};
  subject.first = static_cast<std::size_t>(first - importance.time.begin());
  subject.boxes.assign(static_cast<std::size_t>(end - first), kept.box);
  subject.faces.resize(subject.boxes.size());
  auto& probability = choice.probability.emplace_back(importance.size(), 0.0);
  std::fill_n(&probability[subject.first], subject.boxes.size(), 1.0);
  std::fill_n(&choice.matters[subject.first], subject.boxes.size(), 1.0);
  choice.importance_share.push_back(0);
  choice.subjects.push_back(std::move(subject));
}

}  // namespace

SubjectName parse_subject_name(std::string_view text) {
  static const std::map<std::string_view, SubjectRule> rules{{"left", SubjectRule::left},
                                                             {"right", SubjectRule::right},
                                                             {"largest", SubjectRule::largest},
                                                             {"person", SubjectRule::person},
                                                             {"face", SubjectRule::face}};
  if (const auto rule = rules.find(text); rule != rules.end()) return rule->second;
  if (const auto number = parse_number<int>(text); number && *number >= 1) return *number;
  throw std::invalid_argument("subject '" + std::string(text) +
                              "' is not a number from 1 on, left, right, largest, person or face");
}

KeptBox parse_kept_box(std::string_view text) {
  const auto fail = [&]() -> std::invalid_argument {
    return std::invalid_argument("box '" + std::string(text) +
                                 "' is not X,Y,W,H or X,Y,W,H@T1-T2, W and H above 0");
  };
  const std::size_t at = text.find('@');
  std::string_view numbers = text.substr(0, at);
  std::array<double, 4> box{};
  for (std::size_t i = 0; i < box.size(); ++i) {
    const std::size_t comma = numbers.find(',');
    if ((comma == std::string_view::npos) != (i + 1 == box.size())) throw fail();
    const auto number = parse_number<double>(numbers.substr(0, comma));
    if (!number) throw fail();
    box[i] = *number;
    if (comma != std::string_view::npos) numbers.remove_prefix(comma + 1);
  }
  if (!(box[2] > 0 && box[3] > 0)) throw fail();
  KeptBox kept{{box[0], box[1], box[2], box[3]}, {}, {}};
  if (at == std::string_view::npos) return kept;
  const std::string_view range = text.substr(at + 1);
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos) throw fail();
  kept.start = parse_time(std::string(range.substr(0, dash)));
  kept.end = parse_time(std::string(range.substr(dash + 1)));
  return kept;
}

std::vector<int> number_subjects(const std::vector<SubjectChoice>& shots) {
  std::vector<int> first;
  int next = 1;
  for (const SubjectChoice& shot : shots) {
    first.push_back(next);
    next += static_cast<int>(shot.subjects.size());
  }
  return first;
}

void apply_wishes(SubjectChoice& choice, const SubjectWishes& wishes, int first_number,
                  const ShotImportance& importance) {
  for (const int number : wishes.ignore)
    if (const auto subject = find_subject(choice, number, first_number)) ignore_subject(choice, *subject);
  if (wishes.follow)
    if (const auto subject = find_subject(choice, *wishes.follow, first_number))
      follow_subject(choice, *subject);
  for (const KeptBox& kept : wishes.keep) keep_box(choice, kept, importance);
}

}  // namespace smartcrop
