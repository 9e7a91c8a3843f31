#pragma once

// What a user says about the subjects: follow this one, ignore that one, keep this part of the picture.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "smartcrop/core/shot.hpp"
#include "smartcrop/reframe/subject_choice.hpp"
#include "smartcrop/subjects/drawn_subject.hpp"

namespace smartcrop {

/// Which subject of a shot, where its number is not told.
enum class SubjectRule {
  left,     ///< the one that is furthest to the left on average
  right,    ///< the same to the right
  largest,  ///< the one with the largest box on average
  person,   ///< the person that the shot is most likely about
  face,     ///< the subject with a face that the shot is most likely about
};

/// A number (see number_subjects()), a rule, or what a box shows at a time.
using SubjectName = std::variant<int, SubjectRule, DrawnBox>;

/// Which subject to follow, and when.
struct FollowWish {
  SubjectName who;
  std::optional<Time> start, end;  ///< end excluded; none = wherever it is there
  /// In every other shot, too: there the subject of the same kind that looks most like it.
  bool everywhere = false;
};

/// `2`, `left`, `right`, `largest`, `person` or `face`, each alone or with `@T1-T2`; `2@all` for every shot;
/// `X,Y,W,H@T` for what a box shows. Times as parse_time reads them. Throws std::invalid_argument.
FollowWish parse_follow_wish(std::string_view text);
/// The text that parse_follow_wish() reads.
std::string to_string(const FollowWish& wish);

/// A part of the frame that must stay in the picture.
struct KeptBox {
  CropWindow box;                  ///< displayed source px
  std::optional<Time> start, end;  ///< end excluded; none = from the video's beginning, to its end
};

/// `X,Y,W,H` or `X,Y,W,H@T1-T2`, times as parse_time reads them; throws std::invalid_argument.
KeptBox parse_kept_box(std::string_view text);

struct SubjectWishes {
  std::vector<FollowWish> follow;  ///< where several hold, the last one
  std::vector<int> ignore;         ///< numbers
  std::vector<KeptBox> keep;
};

/// Numbers the subjects from 1 on, shot by shot.
void number_subjects(std::vector<SubjectChoice>& shots);

/// The subject that a drawn box shows in a shot (index); nullopt where that cannot be told.
using BoxTracker = std::function<std::optional<Subject>(std::size_t shot, const DrawnBox& drawn)>;

/// Changes the choices as wished. A subject that is followed has all the probability wherever it is there and
/// the wish holds; a shot without it is as it was. Boxes become subjects with numbers of their own, after all
/// others; a drawn box that a subject fills is that subject. `shots`: numbered. `importance`: of the same
/// shots.
void apply_wishes(std::vector<SubjectChoice>& shots, const SubjectWishes& wishes,
                  const std::vector<ShotImportance>& importance, const BoxTracker& track = {});

}  // namespace smartcrop
