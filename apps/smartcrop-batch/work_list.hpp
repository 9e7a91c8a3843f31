#pragma once

#include <string>
#include <vector>

#include "smartcrop-batch/crop_program.hpp"

namespace smartcrop::app {

/// One video to crop.
struct WorkItem {
  std::string input;        ///< path
  std::string folder;       ///< its folder relative to the input folder; empty = directly in it
  std::string output;       ///< from the manifest, relative to the output folder; empty = by the template
  CropArguments arguments;  ///< from the manifest; take precedence over the command line
};

/// The videos to crop, and the default folder of the log.
struct WorkList {
  std::vector<WorkItem> items;
  std::string home;  ///< the input folder, or the folder of the manifest
};

/// Lists the videos of `path`: a folder (videos in name order, without hidden files and earlier outputs
/// `*.smart_cropped.*`; `recursive` adds subfolders), a manifest (`.csv` with a header line, or `.jsonl` with
/// one object per line), a shell pattern, or a single video. A manifest has `input`, optionally `output`, and
/// options by name; its relative paths start at its own folder. Throws Error naming file and line.
WorkList read_work_list(const std::string& path, bool recursive, const std::vector<CropOption>& options);

}  // namespace smartcrop::app
