#include "smartcrop-crop/choose.hpp"

#include <unistd.h>

#include <iostream>
#include <optional>

#include "common/analysis_options.hpp"
#include "common/descriptor.hpp"
#include "common/table.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/visualize/bgr_picture.hpp"
#include "smartcrop/visualize/representative_frame.hpp"

namespace smartcrop::app {
namespace {

cv::Mat picture_of(const AnalysisDocument& analysis, const std::string& input, const CommonOptions& common) {
  const auto source = open_source(input, source_options(common));
  RepresentativeOptions options;
  options.cancellation = interrupt();
  const Time start = analysis.shots.front().start, end = analysis.shots.back().end;
  const bool ends = end > start;  // unknown to some containers
  return bgr_picture(representative_frame(*source, start, ends ? std::optional(end) : std::nullopt, options));
}

std::optional<std::size_t> number_in(const std::string& text, std::size_t most) {
  const auto number = parse_number<std::size_t>(text);
  return number && *number >= 1 && *number <= most ? number : std::nullopt;
}

/// Asks until the answer is a number from 1 to `count`; returns the index. `is_shown`: whether the question
/// is printed.
std::size_t ask(std::size_t count, bool is_shown) {
  const auto say = [&](const std::string& text) {
    if (is_shown) std::cerr << text << std::flush;
  };
  const std::string range = count == 1 ? "1" : "1-" + std::to_string(count);
  while (true) {
    say("Which crop looks best? [" + range + ", Enter = 1] ");
    std::optional<std::string> answer = read_line(STDIN_FILENO);
    if (!answer) {
      say("\nNo answer; taking the first.\n");
      return 0;
    }
    if (isatty(STDIN_FILENO) == 0) say("\n");  // the line break that a terminal echoes
    std::erase_if(*answer, [](char c) { return c == ' ' || c == '\t' || c == '\r'; });
    if (answer->empty()) return 0;
    if (const auto number = number_in(*answer, count)) return *number - 1;
    say("'" + *answer + "' is not a number from 1 to " + std::to_string(count) + ".\n");
  }
}

}  // namespace

std::size_t choose_candidate(const AnalysisDocument& analysis, const std::string& input,
                             PreviewFiles& previews, const CommonOptions& common) {
  const std::vector<Candidate>& candidates = analysis.aspects.front().candidates;
  previews.write(picture_of(analysis, input, common), analysis.video, candidates);
  if (!common.quiet) {
    std::cerr << candidate_table(analysis) << "\nContact sheet: " << previews.sheet_path()
              << "\nSingle previews: " << previews.option_pattern() << "\n";
  }
  const bool is_terminal = isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0;
  return ask(candidates.size(), is_terminal || !common.quiet);
}

}  // namespace smartcrop::app
