#include "smartcrop-batch/crop_program.hpp"

#include <filesystem>
#include <set>
#include <sstream>

#include "smartcrop-batch/child_process.hpp"
#include "smartcrop/core/error.hpp"

namespace smartcrop::app {
namespace {

/// Options that batch defines itself, or that concern a single file.
const std::set<std::string, std::less<>>& excluded_options() {
  static const std::set<std::string, std::less<>> names{"quiet",   "verbose", "threads",     "progress",
                                                        "timeout", "strict",  "interactive", "keep-previews",
                                                        "dry-run", "force",   "program"};
  return names;
}

}  // namespace

std::string crop_program() {
  return (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "smartcrop-crop").string();
}

std::vector<CropOption> crop_options() {
  const ChildResult dumped = run_child({crop_program(), "--dump-config"}, {});
  if (dumped.exit_code != 0) throw Error(crop_program() + ": cannot run: " + dumped.err);
  // Blocks of two lines, each behind "# ": the description, then `name = default`, `true` for a flag.
  std::vector<CropOption> options;
  std::istringstream lines(dumped.out);
  std::string line, description;
  while (std::getline(lines, line)) {
    const std::size_t equals = line.find(" = ");
    const std::string name = equals == std::string::npos ? "" : line.substr(2, equals - 2);
    if (!description.empty() && !name.empty()) {
      if (!excluded_options().contains(name))
        options.push_back({name, line.substr(equals + 3) == "true", description});
      description.clear();
    } else {
      description = line.size() > 2 ? line.substr(2) : "";
    }
  }
  return options;
}

std::vector<std::string> words_of(const CropArguments& arguments) {
  std::vector<std::string> words;
  for (const auto& [name, values] : arguments) {
    if (values.empty()) words.push_back("--" + name);
    for (const std::string& value : values)
      words.push_back(std::string("--").append(name).append("=").append(value));
  }
  return words;
}

}  // namespace smartcrop::app
