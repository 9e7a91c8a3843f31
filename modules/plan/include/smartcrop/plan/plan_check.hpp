#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace smartcrop {

/// A problem in the text of a plan.
struct PlanProblem {
  std::size_t line = 1;  ///< of the key in the text, or of the object that lacks it
  std::string key;       ///< such as `shots[0].keyframes[1].x`; empty = the whole document
  std::string text;      ///< the problem
};

/// All problems for which read_crop_plan() throws, ordered by line; empty for a valid plan. Text that is not
/// JSON is one problem.
std::vector<PlanProblem> check_crop_plan(std::string_view json);

}  // namespace smartcrop
