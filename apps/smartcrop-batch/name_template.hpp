#pragma once

#include <string>
#include <vector>

#include "smartcrop-batch/work_list.hpp"

namespace smartcrop::app {

inline constexpr const char* kDefaultTemplate = "{folder}/{name}.smart_cropped{ext}";

/// The output of each item, made of `pattern` by its input: `{folder}` below the one that was given, `{name}`
/// and `{ext}` (with its dot) of the file, `{index}` from 1, `{aspect}` as 9x16. Relative ones begin at
/// `output_dir`, or beside the input where that is empty. Throws Error naming the inputs where two would
/// write the same file, or one would write over an input.
std::vector<std::string> named_outputs(const std::vector<WorkItem>& items, const std::string& pattern,
                                      const std::string& output_dir, const CropArguments& arguments);

}  // namespace smartcrop::app
