#pragma once

#include <map>
#include <string>
#include <vector>

namespace smartcrop::app {

/// Arguments for smartcrop-crop by option name, without dashes: `{"aspect", {"1:1", "9:16"}}`. A flag that is
/// set has no value.
using CropArguments = std::map<std::string, std::vector<std::string>>;

struct CropOption {
  std::string name;
  bool is_flag = false;
  std::string description;
};

/// The path of smartcrop-crop, which lies beside this program.
std::string crop_program();

/// The options that make sense for many files, asked of the program itself so that there is one list of them.
/// Throws Error where it cannot be run.
std::vector<CropOption> crop_options();

/// As words of a command line: `--aspect=1:1 --aspect=9:16`.
std::vector<std::string> words_of(const CropArguments& arguments);

}  // namespace smartcrop::app
