#include "smartcrop-batch/name_template.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include "common/app.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/libav/output_file.hpp"

namespace smartcrop::app {
namespace {

namespace fs = std::filesystem;

std::string aspect_of(const WorkItem& item, const CropArguments& arguments) {
  const auto own = item.arguments.find("aspect");
  const auto common = arguments.find("aspect");
  if (own == item.arguments.end() && common == arguments.end()) return "1x1";
  const std::vector<std::string>& aspects = own != item.arguments.end() ? own->second : common->second;
  if (aspects.size() != 1)
    throw UsageError(
        "{aspect} needs a single --aspect; without {aspect}, several ratios get a suffix such as .9x16");
  std::string text = aspects.front();
  std::replace(text.begin(), text.end(), ':', 'x');
  return text;
}

/// Replaces the names in braces by values. Throws UsageError for an unknown name.
std::string filled(const std::string& pattern, const std::map<std::string, std::string>& values) {
  std::string text;
  for (std::size_t i = 0; i < pattern.size();) {
    if (pattern[i] != '{') {
      text += pattern[i++];
      continue;
    }
    const std::size_t end = pattern.find('}', i);
    const std::string name = pattern.substr(i + 1, end == std::string::npos ? end : end - i - 1);
    const auto value = values.find(name);
    if (end == std::string::npos || value == values.end()) {
      throw UsageError("--output-template: '{" + name +
                       "}' is not {folder}, {name}, {ext}, {index} or {aspect}");
    }
    text += value->second;
    i = end + 1;
  }
  return text;
}

std::string name_of(const WorkItem& item, std::size_t index, const std::string& pattern,
                    const CropArguments& arguments) {
  std::map<std::string, std::string> values{{"folder", item.folder.empty() ? "." : item.folder},
                                            {"name", fs::path(item.input).stem().string()},
                                            {"ext", libav::output_extension(item.input)},
                                            {"index", std::to_string(index + 1)}};
  if (pattern.find("{aspect}") != std::string::npos) values["aspect"] = aspect_of(item, arguments);
  return filled(pattern, values);
}

}  // namespace

std::vector<std::string> named_outputs(const std::vector<WorkItem>& items, const std::string& pattern,
                                       const std::string& output_dir, const CropArguments& arguments) {
  std::vector<std::string> names;
  std::map<std::string, std::string> input_of;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const WorkItem& item = items[i];
    const fs::path base = output_dir.empty() ? fs::path(item.input).parent_path() : fs::path(output_dir);
    // Without --output-dir the output already lies in the input's folder.
    WorkItem placed = item;
    if (output_dir.empty()) placed.folder.clear();
    const std::string name = item.output.empty() ? name_of(placed, i, pattern, arguments) : item.output;
    const std::string path = (base / name).lexically_normal().string();
    const auto [taken, is_new] = input_of.emplace(fs::weakly_canonical(path).string(), item.input);
    if (!is_new) {
      throw Error(path + ": would be the output of " + taken->second + " and of " + item.input +
                  "; change --output-template, or set output in the manifest");
    }
    names.push_back(path);
  }
  for (const WorkItem& item : items) {
    if (input_of.contains(fs::weakly_canonical(item.input).string()))
      throw Error(item.input + ": is both an input and an output; change --output-dir or --output-template");
  }
  return names;
}

}  // namespace smartcrop::app
