#pragma once

#include <string>
#include <vector>

#include "common/app.hpp"
#include "smartcrop-batch/record_log.hpp"
#include "smartcrop-batch/work_list.hpp"

namespace smartcrop::app {

struct BatchOptions {
  int jobs = 1;          ///< videos at a time, at least 1
  int threads = 1;       ///< of each
  int retries = 1;       ///< after a failure
  bool replace = false;  ///< make everything anew, and over files that are not ours
};

/// One video of a batch.
struct BatchJob {
  std::string input;
  std::string output;                  ///< for smartcrop-crop
  std::vector<std::string> outputs;    ///< what it makes of that, one for each ratio
  std::vector<std::string> arguments;  ///< for smartcrop-crop
};

enum class Status { done, skipped, failed, not_begun };

struct BatchOutcome {
  Status status = Status::not_begun;
  double seconds = 0;
  std::string message;
};

/// Crops the videos, several at a time, each by a smartcrop-crop of its own so that one that fails harms no
/// other. What the log tells to be done and what is still the same (input, options, outputs) is skipped. Each
/// end is in the log before the next begins. In the order of the jobs; after an interrupt those that were not
/// done have status not_begun.
std::vector<BatchOutcome> run_batch(const std::vector<BatchJob>& jobs, const BatchOptions& options,
                                    RecordLog& log, const CommonOptions& common);

}  // namespace smartcrop::app
