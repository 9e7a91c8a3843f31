#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/app.hpp"
#include "smartcrop/analysis/analyze.hpp"
#include "smartcrop/evaluation/score.hpp"

namespace smartcrop::app {

/// A way to place windows: our analysis with some options, or windows that somebody else made.
struct Method {
  std::string name;
  AnalyzeOptions analyze;
  std::string windows_dir;  ///< holds VIDEO.csv; empty = analyze
};

/// The method of a name, starting from `given`: `dynamic` (the moving window), `static` (the fixed one),
/// `without-SIGNAL`, `without-subjects` and `faces-only` (the moving one with something left out). Throws
/// std::invalid_argument listing the names.
Method named_method(const std::string& name, const AnalyzeOptions& given);

/// `NAME=DIR`, or `DIR`, named as the folder is.
Method windows_method(const std::string& text);

/// A method's score on one clip.
struct Row {
  std::string clip;
  ClipScore score;
};

/// Scores a method on every clip; a video of several clips is analyzed once.
std::vector<Row> evaluate(const Method& method, const Dataset& dataset, AspectRatio aspect,
                          const CommonOptions& common);

}  // namespace smartcrop::app
