#pragma once

// What the user wants: subjects to follow, subjects to ignore, parts of the picture to keep.

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

/// A subject of a shot without its number.
enum class SubjectRule {
  left,     ///< the one that is furthest to the left on average
  right,    ///< the same to the right
  largest,  ///< the one with the largest box on average
  person,   ///< the person that the shot is most likely about
  face,     ///< the subject with a face that the shot is most likely about
};

/// A number (see number_subjects()), a rule, or a box at a time.
using SubjectName = std::variant<int, SubjectRule, DrawnBox>;

/// Which subject to follow, and when.
struct FollowWish {
  SubjectName who;
  std::optional<Time> start, end;  ///< end excluded; nullopt = whenever it is seen
  /// Also in all other shots: the subject of the same kind that looks most like it.
  bool everywhere = false;
};

/// `2`, `left`, `right`, `largest`, `person` or `face`, each alone or with `@T1-T2`; `2@all` for every shot;
/// `X,Y,W,H@T` for what is inside a box at a time. Times as parse_time reads them. Throws
/// std::invalid_argument.
FollowWish parse_follow_wish(std::string_view text);
/// The text that parse_follow_wish() reads.
std::string to_string(const FollowWish& wish);

/// A part of the frame that must stay in the picture.
struct KeptBox {
  CropWindow box;                  ///< displayed source px
  std::optional<Time> start, end;  ///< end excluded; nullopt = beginning or end of the video
};

/// `X,Y,W,H`, W and H above 0; nullopt for any other text.
std::optional<CropWindow> parse_box(std::string_view text);
/// `X,Y,W,H` or `X,Y,W,H@T1-T2`, times as parse_time reads them; throws std::invalid_argument.
KeptBox parse_kept_box(std::string_view text);

struct SubjectWishes {
  std::vector<FollowWish> follow;  ///< if several apply, the last one counts
  std::vector<int> ignore;         ///< numbers
  std::vector<KeptBox> keep;
};

/// Numbers the subjects of all shots, starting at 1. A region that a shot is hardly about gets no number.
void number_subjects(std::vector<SubjectChoice>& shots);

/// Returns the subject in a drawn box, given the index of the shot; nullopt if there is none.
using BoxTracker = std::function<std::optional<Subject>(std::size_t shot, const DrawnBox& drawn)>;

/// Changes the choices by the wishes. A followed subject gets probability 1 while it is seen and the wish
/// applies; shots without it do not change. Boxes become subjects with numbers after all others, but a drawn
/// box that a subject fills stands for that subject. `shots`: numbered. `importance`: of the same shots.
void apply_wishes(std::vector<SubjectChoice>& shots, const SubjectWishes& wishes,
                  const std::vector<ShotImportance>& importance, const BoxTracker& track = {});

}  // namespace smartcrop
