#pragma once

#include <string>
#include <vector>

#include "smartcrop-evaluate/methods.hpp"

namespace smartcrop::app {

/// The scores of one method.
struct MethodResult {
  std::string method;
  std::vector<Row> rows;
};

/// An evaluation, with what is needed to repeat it.
struct Evaluation {
  std::string dataset;
  AspectRatio aspect;
  std::vector<std::string> command;  ///< command line
  std::vector<MethodResult> results;
};

/// Text table: one row per clip for a single method, one row per method for several.
std::string table_of(const Evaluation& evaluation);
/// JSON: the scores of a single method at the top level, of several in a list `methods`.
std::string json_of(const Evaluation& evaluation);
/// CSV: one row per method and clip.
std::string csv_of(const Evaluation& evaluation);
/// Writes a PNG: per method a bar for the mean, dots for the clips, lines for the center crop and the best
/// fixed window.
void write_plot(const std::string& path, const Evaluation& evaluation);

}  // namespace smartcrop::app
