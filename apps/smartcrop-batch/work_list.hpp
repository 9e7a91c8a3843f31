#pragma once

#include <string>
#include <vector>

#include "smartcrop-batch/crop_program.hpp"

namespace smartcrop::app {

/// One video to crop.
struct WorkItem {
  std::string input;        ///< path
  std::string folder;       ///< where it lies below the folder that was given; empty = directly in it
  std::string output;       ///< as the manifest says, relative to the output folder; empty = by the template
  CropArguments arguments;  ///< the manifest's; they win over those of the command line
};

/// What was found, and where a log of it is looked for by default.
struct WorkList {
  std::vector<WorkItem> items;
  std::string home;  ///< the folder that was given, or that of the manifest
};

/// Reads what is to be done: a folder (its videos by name, hidden files and earlier outputs
/// `*.smart_cropped.*` left out; `recursive` = and those of its folders), a manifest (`.csv` with a heading,
/// `.jsonl` with an object a line), a pattern as of a shell, or a video. A manifest has `input`, perhaps
/// `output`, and `options` by their names; its relative paths begin at its own folder. Throws Error naming
/// file and line.
WorkList read_work_list(const std::string& path, bool recursive, const std::vector<CropOption>& options);

}  // namespace smartcrop::app
