#pragma once

#include <opencv2/core/types.hpp>
#include <optional>
#include <string>

#include "common/app.hpp"

namespace smartcrop::app {

/// Options of export and import.
struct ExchangeOptions {
  std::string format;            ///< of exports
  std::string output = "-";      ///< "-" = stdout
  std::string video;             ///< empty = as the plan says
  std::string path;              ///< how exports name the video; empty = its absolute path
  std::optional<cv::Size> size;  ///< of the output, for imported CSV
};

po::options_description exchange_options(ExchangeOptions& options);

/// Writes a plan in another format. Notes about what it cannot hold go to stderr.
void export_plan(const CommonOptions& common, const std::string& file, const ExchangeOptions& options);

/// Reads a file of another format (by its extension) and writes it as a plan.
void import_plan(const CommonOptions& common, const std::string& file, const ExchangeOptions& options);

}  // namespace smartcrop::app
