#include "common/table.hpp"

#include <algorithm>

#include "smartcrop/core/text.hpp"

namespace smartcrop::app {
namespace {

std::string describe_video(const AnalysisDocument& analysis) {
  const VideoInfo& video = analysis.video;
  std::string line = video.path + ": " + size_text(video.size);
  if (video.frame_rate > Rational(0)) line += ", " + decimals(video.frame_rate.value(), 2) + " fps";
  if (video.duration) line += ", " + to_clock(*video.duration);
  return line + ", " + video.codec + "; " + std::to_string(analysis.sampling.frames_measured) +
         " frames measured in " + decimals(analysis.timing.total_s, 2) + " s\n";
}

bool is_number(const std::string& cell) {
  return cell.empty() ||
         (cell.find_first_not_of("0123456789.%-+") == std::string::npos &&
          cell.find_first_of("0123456789") != std::string::npos) ||
         cell == "-";
}

}  // namespace

std::string format_table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  std::vector<bool> numbers;  // by column: below its title every cell is one
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    numbers.resize(widths.size(), true);
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], row[i].size());
      if (&row != &rows.front()) numbers[i] = numbers[i] && is_number(row[i]);
    }
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string padding(widths[i] - row[i].size(), ' ');
      if (i > 0) line += "  ";
      line += numbers[i] ? padding + row[i] : row[i] + padding;
    }
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::string candidate_table(const AnalysisDocument& analysis) {
  std::string text = describe_video(analysis);
  for (const AspectAnalysis& aspect : analysis.aspects) {
    text += "\n" + to_string(aspect.aspect) + ", window " + size_text(aspect.crop) + " of " +
            std::to_string(aspect.positions.size()) + " positions on the grid\n";
    std::vector<std::vector<std::string>> rows{{"rank", "x", "y", "score", "strategy", "why"}};
    for (const Candidate& candidate : aspect.candidates) {
      rows.push_back({std::to_string(candidate.rank), decimals(candidate.window.x, 0),
                      decimals(candidate.window.y, 0), decimals(candidate.score, 1), candidate.strategy,
                      candidate.reason});
    }
    text += format_table(rows);
  }
  return text;
}

}  // namespace smartcrop::app
