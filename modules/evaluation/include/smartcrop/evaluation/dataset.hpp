#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "smartcrop/core/crop_window.hpp"

namespace smartcrop {

/// One window or box per frame, by frame index; frames may be missing.
using FrameWindows = std::map<std::int64_t, CropWindow>;

/// What the output shows, by frame: one window, or two.
struct ShownWindows {
  FrameWindows first;
  FrameWindows second = {};  ///< of the frames that have two

  /// The windows of a frame: none, one or two.
  std::vector<CropWindow> at(std::int64_t frame) const;
};

/// The kind of labels of a dataset.
enum class TruthKind {
  subject_boxes,  ///< boxes of the subject; a window is good if the box is inside
  crop_windows,   ///< windows chosen by people; a window is good if it is the same
};

/// A labeled clip. Several clips may share a video (two subjects).
struct LabeledClip {
  std::string name;
  std::string video;                ///< path
  std::vector<FrameWindows> truth;  ///< one for boxes; one per person for windows
  std::set<std::int64_t> lost;      ///< frames labeled as having no subject; for boxes only
  std::optional<cv::Size> size;     ///< displayed px, if clips.csv has it
};

struct Dataset {
  TruthKind kind = TruthKind::subject_boxes;
  std::vector<LabeledClip> clips;  ///< by name
};

/// Reads a folder with `videos/` and either `boxes/CLIP.csv` (`frame,x,y,w,h[,lost]`) or
/// `annotations/PERSON/CLIP-A-B.txt` (RetargetVid: `x1 y1 x2 y2` inclusive, a line per frame), of which those
/// for the aspect ratio A:B are taken. An optional `clips.csv` (`clip,video,width,height`) names a clip's
/// video and size. Throws Error naming the file if a file, video or column is missing or a number is not
/// valid.
Dataset read_dataset(const std::string& folder, AspectRatio aspect);

/// Reads `frame,time,x,y,w,h[,x2,y2,w2,h2]` as written by smartcrop-analyze --windows (`time` is optional).
/// Throws Error naming the file.
ShownWindows read_windows(const std::string& path);

}  // namespace smartcrop
