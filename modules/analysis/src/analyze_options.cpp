#include <stdexcept>
#include <string>

#include "smartcrop/analysis/analyze.hpp"

namespace smartcrop {

WindowMode parse_window_mode(std::string_view name) {
  if (name == "static") return WindowMode::fixed;
  if (name == "dynamic") return WindowMode::moving;
  throw std::invalid_argument("mode '" + std::string(name) + "' is not static or dynamic");
}

std::vector<std::string> AnalyzeOptions::problems() const {
  std::vector<std::string> problems = measure.problems();
  for (const auto& part : {candidates.problems(), shots.problems(), importance.problems(), path.problems()}) {
    problems.insert(problems.end(), part.begin(), part.end());
  }
  if (aspects.empty()) problems.emplace_back("aspects is empty, must hold at least one");
  if (scale && !(*scale > 0 && *scale <= 1)) {
    problems.push_back("scale is " + std::to_string(*scale) + ", must be above 0 and at most 1");
  }
  if (mode == WindowMode::moving && measure.sampling.reference_frames_only) {
    problems.emplace_back("a moving window needs all frames, not only reference frames");
  }
  if (!(faces_per_s >= 0)) problems.emplace_back("faces_per_s must be 0 (none) or more");
  return problems;
}

}  // namespace smartcrop
