#include "smartcrop-crop/preview_files.hpp"

#include <filesystem>

#include "smartcrop/core/error.hpp"
#include "smartcrop/visualize/candidate_pictures.hpp"
#include "smartcrop/visualize/image_file.hpp"

namespace smartcrop::app {

namespace fs = std::filesystem;

namespace {

std::string option_path(const std::string& stem, const std::string& number) {
  return stem + "_crop_option_" + number + ".jpg";
}

std::string sheet_path_of(const std::string& stem) {
  return stem + "_crop_options.jpg";
}

bool is_there(const std::string& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

bool is_free(const std::string& stem, std::size_t count) {
  if (is_there(sheet_path_of(stem))) return false;
  for (std::size_t i = 1; i <= count; ++i) {
    if (is_there(option_path(stem, std::to_string(i)))) return false;
  }
  return true;
}

}  // namespace

PreviewFiles::~PreviewFiles() {
  std::error_code ignored;
  for (const std::string& path : paths_) fs::remove(path, ignored);
}

void PreviewFiles::choose_names(std::size_t count) {
  const std::string beside = (fs::path(output_).parent_path() / fs::path(input_).stem()).string();
  constexpr int kTries = 1000;
  stem_ = beside;
  for (int i = 2; !is_free(stem_, count); ++i) {
    if (i > kTries)
      throw Error(sheet_path_of(beside) + ": this name and " + std::to_string(kTries) + " like it are taken");
    stem_ = beside + "-" + std::to_string(i);
  }
  sheet_path_ = sheet_path_of(stem_);
  option_pattern_ = option_path(stem_, "N");
}

void PreviewFiles::write_picture(const std::string& path, const cv::Mat& bgr) {
  write_file(path, encode_jpeg(bgr));
  paths_.push_back(path);
}

void PreviewFiles::write(const cv::Mat& frame, const VideoInfo& video,
                         std::span<const Candidate> candidates) {
  choose_names(candidates.size());
  for (const Candidate& candidate : candidates) {
    write_picture(option_path(stem_, std::to_string(candidate.rank)),
                  crop_picture(frame, candidate.window, video.pixel_aspect));
  }
  ContactSheetOptions options;
  options.title = fs::path(video.path).filename().string();
  write_picture(sheet_path_, contact_sheet(frame, candidates, video.pixel_aspect, options));
}

}  // namespace smartcrop::app
