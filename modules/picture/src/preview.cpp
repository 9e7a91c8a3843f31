#include "smartcrop/picture/preview.hpp"

#include <stdexcept>

#include "smartcrop/libav/error.hpp"
#include "smartcrop/picture/frame_cropper.hpp"

namespace smartcrop {
namespace {

libav::FramePtr frame_of(const cv::Mat& bgr) {
  libav::FramePtr frame = libav::make_frame();
  frame->format = AV_PIX_FMT_BGR24;
  frame->width = bgr.cols;
  frame->height = bgr.rows;
  libav::check(av_frame_get_buffer(frame.get(), 0), "no memory for a picture");
  bgr.copyTo(cv::Mat(bgr.size(), CV_8UC3, frame->data[0], static_cast<std::size_t>(frame->linesize[0])));
  return frame;
}

}  // namespace

cv::Mat preview_picture(const cv::Mat& bgr, const CropPlan& plan, Time time, cv::Size size) {
  if (bgr.empty() || bgr.type() != CV_8UC3)
    throw std::invalid_argument("preview: bgr must be CV_8UC3 and not empty");
  if (size.width < 2 || size.height < 2 || size.width % 2 != 0 || size.height % 2 != 0)
    throw std::invalid_argument("preview: both sides of size must be even and 2 or more");
  libav::set_up_ffmpeg();
  internal::FrameCropper cropper({.source_size = plan.source_size,
                                  .output_size = size,
                                  .orientation = {},
                                  .output = {AV_PIX_FMT_BGR24, AVCOL_SPC_RGB, AVCOL_RANGE_JPEG},
                                  .background = plan.background});
  const libav::FramePtr painted = cropper.crop(*frame_of(bgr), view_near(plan, time));
  return cv::Mat(size, CV_8UC3, painted->data[0], static_cast<std::size_t>(painted->linesize[0])).clone();
}

}  // namespace smartcrop
