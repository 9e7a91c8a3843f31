#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace smartcrop {

/// What is wrong in a plan's document.
struct PlanProblem {
  std::size_t line = 1;  ///< of the key in the text, or of the object that lacks it
  std::string key;       ///< as `shots[0].keyframes[1].x`; empty = the whole document
  std::string text;      ///< what is wrong with it
};

/// All that read_crop_plan() complains about, in order of the lines; empty for a valid plan. Text that is no
/// JSON is one problem.
std::vector<PlanProblem> check_crop_plan(std::string_view json);

}  // namespace smartcrop
