#pragma once

#include <map>
#include <string>
#include <vector>

namespace smartcrop::app {

/// Options of smartcrop-crop by name, without dashes: `{"aspect", {"1:1", "9:16"}}`. A flag has no value.
using CropArguments = std::map<std::string, std::vector<std::string>>;

struct CropOption {
  std::string name;
  bool is_flag = false;
  std::string description;
};

/// The path of smartcrop-crop, in the folder of this program.
std::string crop_program();

/// The options of smartcrop-crop that can be used for many files, read from its --dump-config. Throws Error
/// if it cannot be run.
std::vector<CropOption> crop_options();

/// Command-line words: `--aspect=1:1 --aspect=9:16`.
std::vector<std::string> words_of(const CropArguments& arguments);

}  // namespace smartcrop::app
