#pragma once

#include <opencv2/core/mat.hpp>
#include <span>
#include <string>
#include <vector>

#include "smartcrop/selection/candidates.hpp"
#include "smartcrop/video/video_info.hpp"

namespace smartcrop::app {

/// Pictures of candidates for the time of a choice, beside the output: `NAME_crop_option_N.jpg` for each and
/// `NAME_crop_options.jpg` of all, NAME being the input's without extension. Where files of these names are
/// there already, all are called NAME-2, NAME-3 and so on instead; those files are never touched. What was
/// written is removed with the object, unless keep() was called.
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
  /// Of the files for each candidate, with N for the number.
  const std::string& option_pattern() const { return option_pattern_; }

 private:
  void choose_names(std::size_t count);
  void write_picture(const std::string& path, const cv::Mat& bgr);

  std::string input_, output_;
  std::string sheet_path_, option_pattern_, stem_;
  std::vector<std::string> paths_;  // written so far
};

}  // namespace smartcrop::app
