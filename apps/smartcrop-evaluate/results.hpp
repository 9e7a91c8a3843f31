#pragma once

#include <string>
#include <vector>

#include "smartcrop-evaluate/methods.hpp"

namespace smartcrop::app {

/// What one method reached.
struct MethodResult {
  std::string method;
  std::vector<Row> rows;
};

/// What was evaluated, so that it can be done again.
struct Evaluation {
  std::string dataset;
  AspectRatio aspect;
  std::vector<std::string> command;  ///< the words of the command line
  std::vector<MethodResult> results;
};

/// For people: of one method a row for each clip, of several a row for each.
std::string table_of(const Evaluation& evaluation);
/// One method: its scores at the top level. Several: a list `methods` of the same.
std::string json_of(const Evaluation& evaluation);
/// A row for each method and clip.
std::string csv_of(const Evaluation& evaluation);
/// A PNG: each method's mean as a bar, its clips as dots, the center crop and the best fixed window as lines.
void write_plot(const std::string& path, const Evaluation& evaluation);

}  // namespace smartcrop::app
