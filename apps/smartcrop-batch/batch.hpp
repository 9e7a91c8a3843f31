#pragma once

#include <string>
#include <vector>

#include "common/app.hpp"
#include "smartcrop-batch/record_log.hpp"
#include "smartcrop-batch/work_list.hpp"

namespace smartcrop::app {

struct BatchOptions {
  int jobs = 1;          ///< videos in parallel, at least 1
  int threads = 1;       ///< per video
  int retries = 1;       ///< per failed video
  bool replace = false;  ///< process every video again, replace existing files
};

/// One video of a batch.
struct BatchJob {
  std::string input;
  std::string output;                  ///< argument of smartcrop-crop
  std::vector<std::string> outputs;    ///< files it writes, one per aspect ratio
  std::vector<std::string> arguments;  ///< options of smartcrop-crop
};

enum class Status { done, skipped, failed, not_started };

struct BatchOutcome {
  Status status = Status::not_started;
  double seconds = 0;
  std::string message;
};

/// Crops the videos, `jobs` in parallel, each in a smartcrop-crop process of its own. A video is skipped if
/// input, options and version match the log and its outputs are intact. Each result is logged before the next
/// video starts. Returns the outcomes in the order of the jobs; after an interrupt, videos without a result
/// have status not_started.
std::vector<BatchOutcome> run_batch(const std::vector<BatchJob>& jobs, const BatchOptions& options,
                                    RecordLog& log, const CommonOptions& common);

}  // namespace smartcrop::app
