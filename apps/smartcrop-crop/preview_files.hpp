#pragma once

#include <opencv2/core/mat.hpp>
#include <span>
#include <string>
#include <vector>

#include "smartcrop/selection/candidates.hpp"
#include "smartcrop/video/video_info.hpp"

namespace smartcrop::app {

/// Preview pictures of candidates beside the output: `NAME_crop_option_N.jpg` for each candidate and the
/// contact sheet `NAME_crop_options.jpg`. NAME is the input's name without extension, or NAME-2, NAME-3 and
/// so on if files of these names exist. The destructor removes the previews, unless keep() was called.
class PreviewFiles {
 public:
  PreviewFiles(const std::string& input, const std::string& output) : input_(input), output_(output) {}
  ~PreviewFiles();
  PreviewFiles(const PreviewFiles&) = delete;
  PreviewFiles& operator=(const PreviewFiles&) = delete;

  /// `frame`: CV_8UC3, upright, in the video's own size. Throws Error naming the path.
  void write(const cv::Mat& frame, const VideoInfo& video, std::span<const Candidate> candidates);
  void keep() { paths_.clear(); }

  const std::string& sheet_path() const { return sheet_path_; }
  /// Path of the previews, with N in place of the number.
  const std::string& option_pattern() const { return option_pattern_; }

 private:
  void choose_names(std::size_t count);
  void write_picture(const std::string& path, const cv::Mat& bgr);

  std::string input_, output_;
  std::string sheet_path_, option_pattern_, stem_;
  std::vector<std::string> paths_;  // written so far
};

}  // namespace smartcrop::app
