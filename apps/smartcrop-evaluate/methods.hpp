#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/app.hpp"
#include "smartcrop/analysis/analyze.hpp"
#include "smartcrop/evaluation/score.hpp"

namespace smartcrop::app {

/// A method to score: our analysis with some options, or windows read from files.
struct Method {
  std::string name;
  AnalyzeOptions analyze;
  std::string windows_dir;  ///< folder of VIDEO.csv files; empty = analyze
};

/// The method of a name, with the options `given`: `dynamic` (moving window), `static` (fixed window),
/// `without-SIGNAL`, `without-subjects` or `faces-only` (moving window without something). Throws
/// std::invalid_argument listing the names.
Method named_method(const std::string& name, const AnalyzeOptions& given);

/// Parses `NAME=DIR`, or `DIR`, whose method is named after the folder.
Method windows_method(const std::string& text);

/// A method's score on one clip.
struct Row {
  std::string clip;
  ClipScore score;
};

/// Scores a method on every clip. A video that several clips share is analyzed once.
std::vector<Row> evaluate(const Method& method, const Dataset& dataset, AspectRatio aspect,
                          const CommonOptions& common);

}  // namespace smartcrop::app
