#include "smartcrop/evaluation/dataset.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "smartcrop/core/error.hpp"
#include "smartcrop/evaluation/csv.hpp"

namespace smartcrop {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> sorted_entries(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder, error)) paths.push_back(entry.path());
  if (error) throw Error(folder.string() + ": cannot read this folder");
  std::sort(paths.begin(), paths.end());
  return paths;
}

/// `which`: ends the names of the columns.
CropWindow window_of(const CsvRow& row, const std::string& path, const std::string& which = {}) {
  const auto number = [&](const char* name) { return csv_number(row, name + which, path); };
  return {number("x"), number("y"), number("w"), number("h")};
}

/// Reads the boxes of a clip. A frame with `lost` = 1 has no subject; one with an empty width or box is
/// unlabeled.
void read_boxes(const std::string& path, LabeledClip& clip) {
  FrameWindows boxes;
  for (const CsvRow& row : read_csv(path)) {
    const std::int64_t frame = std::llround(csv_number(row, "frame", path));
    const auto lost = row.find("lost");
    const auto width = row.find("w");
    if (lost != row.end() && lost->second == "1") {
      clip.lost.insert(frame);
    } else if (width == row.end() || !width->second.empty()) {
      const CropWindow box = window_of(row, path);
      if (box.w > 0 && box.h > 0) boxes[frame] = box;
    }
  }
  clip.truth = {std::move(boxes)};
}

FrameWindows read_annotation(const std::string& path) {
  FrameWindows windows;
  std::ifstream file(path);
  if (!file) throw Error(path + ": cannot read this file");
  std::string text;
  for (std::int64_t frame = 0; std::getline(file, text); ++frame) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c != '-' && c != '.' && !(c >= '0' && c <= '9'); },
        ' ');
    std::istringstream numbers(text);
    std::array<double, 4> corner{};
    if (!(numbers >> corner[0] >> corner[1] >> corner[2] >> corner[3])) continue;
    const double left = std::max(0.0, corner[0]), top = std::max(0.0, corner[1]);
    windows[frame] = {left, top, corner[2] - left + 1, corner[3] - top + 1};
  }
  return windows;
}

std::map<std::string, CsvRow> read_clip_list(const fs::path& folder) {
  std::map<std::string, CsvRow> clips;
  const fs::path path = folder / "clips.csv";
  if (!fs::exists(path)) return clips;
  for (const CsvRow& row : read_csv(path.string())) {
    const auto name = row.find("clip");
    if (name == row.end()) throw Error(path.string() + ": there is no column 'clip'");
    clips[name->second] = row;
  }
  return clips;
}

class DatasetReader {
 public:
  explicit DatasetReader(const fs::path& folder) : folder_(folder), list_(read_clip_list(folder)) {
    for (const fs::path& video : sorted_entries(folder / "videos"))
      videos_[video.stem().string()] = video.string();
  }

  LabeledClip clip(const std::string& name) const {
    LabeledClip clip;
    clip.name = name;
    std::string video = name;
    if (const auto listed = list_.find(name); listed != list_.end()) {
      const CsvRow& row = listed->second;
      if (const auto other = row.find("video"); other != row.end() && !other->second.empty())
        video = other->second;
      if (row.contains("width") && row.contains("height")) {
        const std::string path = (folder_ / "clips.csv").string();
        clip.size = cv::Size(static_cast<int>(csv_number(row, "width", path)),
                             static_cast<int>(csv_number(row, "height", path)));
      }
    }
    const auto found = videos_.find(video);
    if (found == videos_.end())
      throw Error(folder_.string() + "/videos: there is no video for the clip '" + name + "'");
    clip.video = found->second;
    return clip;
  }

 private:
  fs::path folder_;
  std::map<std::string, CsvRow> list_;
  std::map<std::string, std::string> videos_;
};

std::vector<LabeledClip> clips_with_boxes(const DatasetReader& reader, const fs::path& folder) {
  std::vector<LabeledClip> clips;
  for (const fs::path& path : sorted_entries(folder)) {
    if (path.extension() != ".csv") continue;
    LabeledClip clip = reader.clip(path.stem().string());
    read_boxes(path.string(), clip);
    if (!clip.truth.front().empty()) clips.push_back(std::move(clip));
  }
  return clips;
}

std::vector<LabeledClip> clips_with_windows(const DatasetReader& reader, const fs::path& folder,
                                            AspectRatio aspect) {
  const std::string ending =
      "-" + std::to_string(aspect.width) + "-" + std::to_string(aspect.height) + ".txt";
  std::map<std::string, std::vector<FrameWindows>> truths;
  for (const fs::path& person : sorted_entries(folder)) {
    if (!fs::is_directory(person)) continue;
    for (const fs::path& path : sorted_entries(person)) {
      const std::string name = path.filename().string();
      if (!name.ends_with(ending)) continue;
      FrameWindows windows = read_annotation(path.string());
      if (!windows.empty()) truths[name.substr(0, name.size() - ending.size())].push_back(std::move(windows));
    }
  }
  std::vector<LabeledClip> clips;
  for (auto& [name, windows] : truths) {
    clips.push_back(reader.clip(name));
    clips.back().truth = std::move(windows);
  }
  return clips;
}

}  // namespace

Dataset read_dataset(const std::string& folder, AspectRatio aspect) {
  const DatasetReader reader(folder);
  const fs::path boxes = fs::path(folder) / "boxes", annotations = fs::path(folder) / "annotations";
  Dataset dataset;
  if (fs::is_directory(boxes)) {
    dataset.clips = clips_with_boxes(reader, boxes);
  } else if (fs::is_directory(annotations)) {
    dataset.kind = TruthKind::crop_windows;
    dataset.clips = clips_with_windows(reader, annotations, aspect);
  } else {
    throw Error(folder + ": holds neither boxes/ nor annotations/, so nothing to compare with");
  }
  if (dataset.clips.empty())
    throw Error(folder + ": holds no labeled clip for the aspect ratio " + to_string(aspect));
  return dataset;
}

std::vector<CropWindow> ShownWindows::at(std::int64_t frame) const {
  std::vector<CropWindow> windows;
  for (const FrameWindows* all : {&first, &second})
    if (const auto found = all->find(frame); found != all->end()) windows.push_back(found->second);
  return windows;
}

ShownWindows read_windows(const std::string& path) {
  ShownWindows windows;
  for (const CsvRow& row : read_csv(path)) {
    const std::int64_t frame = std::llround(csv_number(row, "frame", path));
    windows.first[frame] = window_of(row, path);
    if (const auto x = row.find("x2"); x != row.end() && !x->second.empty())
      windows.second[frame] = window_of(row, path, "2");
  }
  return windows;
}

}  // namespace smartcrop
