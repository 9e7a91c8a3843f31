#pragma once

#include <string>
#include <vector>

#include "smartcrop-batch/work_list.hpp"

namespace smartcrop::app {

/// See read_work_list(). An empty cell is an option that is not given; several values of one option are
/// parted by `;`.
std::vector<WorkItem> read_csv_manifest(const std::string& path, const std::vector<CropOption>& options);
/// See read_work_list(). Values are strings, numbers, for flags true or false, or lists for several.
std::vector<WorkItem> read_json_manifest(const std::string& path, const std::vector<CropOption>& options);

}  // namespace smartcrop::app
