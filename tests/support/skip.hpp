#pragma once

#include <string>

namespace smartcrop::test {

/// Whether the test case must end here because `what` (a file, a program) is missing. Prints SKIPPED with the
/// case's name and `how` to get it; the test program then ends with 77, which CTest shows as skipped. With
/// CI=true the case fails instead. Use: `if (skips(!fs::exists(path), path, "scripts/fetch-vtest")) return;`
bool skips(bool missing, const std::string& what, const std::string& how);

/// data/NAME of the checkout; empty, after skips(), if it is missing.
std::string data_file(const std::string& name);

/// A file of the evaluation set (SMARTCROP_EVAL_DIR, or ../shared/eval beside the checkout); empty, after
/// skips(), if it is missing. The set is not public: CI=true alone does not ask for it, SMARTCROP_EVAL_DIR
/// does. Cases that use it are labeled `evaluation`, see CMakeLists.txt.
std::string eval_file(const std::string& relative);

}  // namespace smartcrop::test
