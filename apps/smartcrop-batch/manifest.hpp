#pragma once

#include <string>
#include <vector>

#include "smartcrop-batch/work_list.hpp"

namespace smartcrop::app {

/// See read_work_list(). An empty cell means that the option is not given; several values of one option are
/// separated by `;`.
std::vector<WorkItem> read_csv_manifest(const std::string& path, const std::vector<CropOption>& options);
/// See read_work_list(). Values are strings, numbers, true or false for flags, or lists of them.
std::vector<WorkItem> read_json_manifest(const std::string& path, const std::vector<CropOption>& options);

}  // namespace smartcrop::app
