#include "smartcrop-evaluate/results.hpp"

#include <nlohmann/json.hpp>

#include "common/table.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/core/version.hpp"

namespace smartcrop::app {
namespace {

using Json = nlohmann::ordered_json;

std::vector<ClipScore> scores_of(const std::vector<Row>& rows) {
  std::vector<ClipScore> scores;
  scores.reserve(rows.size());
  for (const Row& row : rows) scores.push_back(row.score);
  return scores;
}

using Cells = std::vector<std::string>;

/// A value of the framing; a dash if there is none.
std::string cell(std::optional<double> value) {
  return value ? decimals(*value, 3) : "-";
}

/// Head of the columns of cells(), after the clip or method.
const Cells kColumns{"frames",  "score", "center", "best fixed", "speed %",
                     "accel %", "still", "whole",  "offset",     "idle %"};

Cells head(const std::string& name) {
  Cells head{name};
  head.insert(head.end(), kColumns.begin(), kColumns.end());
  return head;
}

Cells cells(const std::string& name, const ClipScore& score) {
  return {name,
          std::to_string(score.frames),
          decimals(score.score, 3),
          decimals(score.center, 3),
          decimals(score.best_fixed, 3),
          decimals(score.motion.speed, 2),
          decimals(score.motion.acceleration, 2),
          decimals(score.motion.still, 2),
          cell(score.framing.whole),
          cell(score.framing.offset),
          cell(score.framing.idle)};
}

std::string clip_table(const MethodResult& result) {
  std::vector<Cells> table{head("clip")};
  for (const Row& row : result.rows) table.push_back(cells(row.clip, row.score));
  const std::vector<ClipScore> scores = scores_of(result.rows);
  table.push_back(cells("MEAN of " + std::to_string(scores.size()), mean_score(scores)));
  return format_table(table) + "worse than the center on " + std::to_string(worse_than_center(scores)) + "\n";
}

std::string method_table(const std::vector<MethodResult>& results) {
  std::vector<Cells> table{head("method")};
  table.front().emplace_back("worse than center");
  for (const MethodResult& result : results) {
    const std::vector<ClipScore> scores = scores_of(result.rows);
    table.push_back(cells(result.method, mean_score(scores)));
    table.back().push_back(std::to_string(worse_than_center(scores)));
  }
  return format_table(table);
}

Json json_of(std::optional<double> value) {
  return value ? Json(*value) : Json();
}

Json score_json(const ClipScore& score) {
  return {{"score", score.score},
          {"center", score.center},
          {"best_fixed", score.best_fixed},
          {"speed", score.motion.speed},
          {"acceleration", score.motion.acceleration},
          {"still", score.motion.still},
          {"whole", json_of(score.framing.whole)},
          {"offset", json_of(score.framing.offset)},
          {"idle", json_of(score.framing.idle)},
          {"frames", score.frames},
          {"absent", score.absent}};
}

Json result_json(const MethodResult& result) {
  const std::vector<ClipScore> scores = scores_of(result.rows);
  Json json{{"method", result.method},
            {"mean", score_json(mean_score(scores))},
            {"worse_than_center", worse_than_center(scores)},
            {"clips", Json::array()}};
  for (const Row& row : result.rows) {
    Json clip{{"clip", row.clip}};
    clip.update(score_json(row.score));
    json["clips"].push_back(std::move(clip));
  }
  return json;
}

/// A cell of CSV (RFC 4180).
std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? "\"\"" : std::string(1, c);
  return result + "\"";
}

}  // namespace

std::string table_of(const Evaluation& evaluation) {
  return evaluation.results.size() == 1 ? clip_table(evaluation.results.front())
                                        : method_table(evaluation.results);
}

std::string json_of(const Evaluation& evaluation) {
  Json document{{"smartcrop", {{"version", version()}, {"document", "evaluation"}}},
                {"command", evaluation.command},
                {"dataset", evaluation.dataset},
                {"aspect", to_string(evaluation.aspect)}};
  if (evaluation.results.size() == 1) {
    document.update(result_json(evaluation.results.front()));
  } else {
    for (const MethodResult& result : evaluation.results) document["methods"].push_back(result_json(result));
  }
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string csv_of(const Evaluation& evaluation) {
  std::string text =
      "method,clip,frames,score,center,best_fixed,speed,acceleration,still,whole,offset,idle\n";
  for (const MethodResult& result : evaluation.results) {
    for (const auto& [clip, score] : result.rows) {
      text += quoted(result.method) + "," + quoted(clip) + "," + std::to_string(score.frames);
      for (const double value : {score.score, score.center, score.best_fixed, score.motion.speed,
                                 score.motion.acceleration, score.motion.still})
        text += "," + decimals(value, 6);
      for (const auto& value : {score.framing.whole, score.framing.offset, score.framing.idle})
        text += "," + (value ? decimals(*value, 6) : "");
      text += "\n";
    }
  }
  return text;
}

}  // namespace smartcrop::app
