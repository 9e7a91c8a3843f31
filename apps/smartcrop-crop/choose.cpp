#include "smartcrop-crop/choose.hpp"

#include <unistd.h>

#include <iostream>
#include <optional>

#include "common/analysis_options.hpp"
#include "common/descriptor.hpp"
#include "common/table.hpp"
#include "smartcrop-crop/terminal_picture.hpp"
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

/// What was typed without spaces around and without a terminal's late answers (escape sequences).
std::string cleaned(const std::string& line) {
  std::string text;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\033') {
      i = line.find_first_of("ABCDHFRcnt~\\", i + 2);
      if (i == std::string::npos) break;
    } else if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
      text += line[i];
    }
  }
  return text;
}

std::optional<std::size_t> number_in(const std::string& text, std::size_t most) {
  const auto number = parse_number<std::size_t>(text);
  return number && *number >= 1 && *number <= most ? number : std::nullopt;
}

/// The index of the candidate that was chosen. `typed`: of the answer, what was read already.
std::size_t ask(std::size_t count, bool is_shown, std::string typed) {
  const auto say = [&](const std::string& text) {
    if (is_shown) std::cerr << text << std::flush;
  };
  const std::string range = count == 1 ? "1" : "1-" + std::to_string(count);
  while (true) {
    say("Which crop looks best? [" + range + ", Enter = 1] ");
    const std::optional<std::string> line = read_line(STDIN_FILENO, typed);
    if (!line) {
      say("\nNo answer: taking the first.\n");
      return 0;
    }
    if (isatty(STDIN_FILENO) == 0) say("\n");  // the line break that a terminal echoes
    const std::string answer = cleaned(*line);
    if (answer.empty()) return 0;
    if (const auto number = number_in(answer, count)) return *number - 1;
    say("'" + answer + "' is not a number from 1 to " + std::to_string(count) + ".\n");
  }
}

}  // namespace

std::size_t choose_candidate(const AnalysisDocument& analysis, const std::string& input,
                             PreviewFiles& previews, const CommonOptions& common) {
  const std::vector<Candidate>& candidates = analysis.aspects.front().candidates;
  previews.write(picture_of(analysis, input, common), analysis.video, candidates);
  const bool is_terminal = isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0;
  TerminalAnswer terminal;
  if (!common.quiet) {
    std::cerr << candidate_table(analysis) << "\n" << std::flush;
    terminal = ask_terminal(STDIN_FILENO, STDERR_FILENO);
    if (terminal.protocol != PictureProtocol::none) {
      write_all(STDERR_FILENO,
                terminal_picture(fitted_to_terminal(previews.sheet(), STDERR_FILENO), terminal.protocol));
    }
    std::cerr << "All in one picture: " << previews.sheet_path()
              << "\nOne by one: " << previews.option_pattern() << "\n"
              << std::flush;
  }
  return ask(candidates.size(), is_terminal || !common.quiet, std::move(terminal.typed));
}

}  // namespace smartcrop::app
