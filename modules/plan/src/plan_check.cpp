#include "smartcrop/plan/plan_check.hpp"

#include <algorithm>

#include "json_lines.hpp"
#include "plan_document.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/text.hpp"

namespace smartcrop {
namespace {

using internal::JsonProblem;

/// `path: text` of CropPlan::problems().
JsonProblem divided(const std::string& problem) {
  const std::size_t colon = problem.find(": ");
  return {problem.substr(0, colon), problem.substr(colon + 2)};
}

/// Text that is no JSON, by what the parser says of it: `not valid JSON at line L, column C: ...`.
PlanProblem syntax_problem(const std::string& message) {
  constexpr std::string_view kLine = "at line ";
  const std::size_t at = message.find(kLine);
  if (at == std::string::npos) return {1, "", message};
  const std::size_t begin = at + kLine.size(), end = message.find_first_not_of("0123456789", begin);
  return {parse_number<std::size_t>(message.substr(begin, end - begin)).value_or(1), "", message};
}

}  // namespace

std::vector<PlanProblem> check_crop_plan(std::string_view json) {
  const nlohmann::json document = nlohmann::json::parse(json, nullptr, false);
  const std::string nowhere;
  if (document.is_discarded()) {
    try {
      internal::parse_json(json, nowhere);
    } catch (const Error& error) {
      return {syntax_problem(std::string(error.what()).substr(2))};  // without `: `
    }
  }
  const internal::JsonLines lines = internal::find_lines(json);
  std::vector<JsonProblem> problems = lines.doubles;
  const CropPlan plan = internal::read_plan(internal::JsonReader(document, nowhere, problems));
  const auto is_told = [&, told = problems](const std::string& path) {
    return std::ranges::any_of(told, [&](const JsonProblem& problem) {
      // Windows cannot be compared with a size that could not be read.
      const bool is_about_size =
          problem.path.starts_with("source") && path.find("keyframes[") != std::string::npos;
      return is_about_size || problem.path.empty() || problem.path == path ||
             path.starts_with(problem.path + ".") || path.starts_with(problem.path + "[");
    });
  };
  for (const std::string& text : plan.problems()) {
    if (JsonProblem problem = divided(text); !is_told(problem.path)) problems.push_back(std::move(problem));
  }
  std::vector<PlanProblem> found;
  for (const JsonProblem& problem : problems)
    found.push_back({lines.line_of(problem.path), problem.path, problem.text});
  std::ranges::stable_sort(found, {}, &PlanProblem::line);
  return found;
}

}  // namespace smartcrop
