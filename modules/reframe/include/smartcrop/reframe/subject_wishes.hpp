#pragma once

// What a user says about the subjects: follow this one, ignore that one, keep this part of the picture.

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "smartcrop/core/shot.hpp"
#include "smartcrop/reframe/subject_choice.hpp"

namespace smartcrop {

/// Which subject of a shot, where its number is not told.
enum class SubjectRule {
  left,     ///< the one that is furthest to the left on average
  right,    ///< the same to the right
  largest,  ///< the one with the largest box on average
  person,   ///< the person that the shot is most likely about
  face,     ///< the subject with a face that the shot is most likely about
};

/// A number (see number_subjects()) or a rule.
using SubjectName = std::variant<int, SubjectRule>;

/// `2`, `left`, `right`, `largest`, `person` or `face`; throws std::invalid_argument.
SubjectName parse_subject_name(std::string_view text);

/// A part of the frame that must stay in the picture.
struct KeptBox {
  CropWindow box;                  ///< displayed source px
  std::optional<Time> start, end;  ///< end excluded; none = from the video's beginning, to its end
};

/// `X,Y,W,H` or `X,Y,W,H@T1-T2`, times as parse_time reads them; throws std::invalid_argument.
KeptBox parse_kept_box(std::string_view text);

struct SubjectWishes {
  std::optional<SubjectName> follow;
  std::vector<int> ignore;  ///< numbers
  std::vector<KeptBox> keep;
};

/// The number of the first subject of each shot. Subjects are numbered from 1 on, shot by shot, in the order
/// of SubjectChoice::subjects.
std::vector<int> number_subjects(const std::vector<SubjectChoice>& shots);

/// Changes the choice of one shot as wished. A subject that is followed has all the probability wherever it
/// is there; a shot without it is as it was. `first_number`: of the shot's subjects. `importance`: of the
/// shot.
void apply_wishes(SubjectChoice& choice, const SubjectWishes& wishes, int first_number,
                  const ShotImportance& importance);

}  // namespace smartcrop
