#pragma once

#include <string>
#include <vector>

#include "smartcrop-batch/work_list.hpp"

namespace smartcrop::app {

inline constexpr const char* kDefaultTemplate = "{folder}/{name}.smart_cropped{ext}";

/// The output path of each item. `pattern` may contain `{folder}` (relative to the input folder), `{name}`,
/// `{ext}` (with its dot), `{index}` (from 1) and `{aspect}` (9x16). Relative paths start at `output_dir`, or
/// at the input's folder if that is empty. Throws Error naming the inputs if two items have the same output,
/// or an output is an input.
std::vector<std::string> named_outputs(const std::vector<WorkItem>& items, const std::string& pattern,
                                       const std::string& output_dir, const CropArguments& arguments);

}  // namespace smartcrop::app
