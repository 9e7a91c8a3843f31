#include "smartcrop/picture/frame_blend.hpp"

#include <opencv2/core.hpp>

#include "smartcrop/libav/error.hpp"
#include "smartcrop/picture/pixel_format.hpp"

namespace smartcrop::internal {

void FrameBlend::add(const AVFrame& picture, double weight) {
  weight_ += weight;
  if (!first_) {
    first_ = libav::make_frame();
    libav::check(av_frame_ref(first_.get(), &picture), "no memory for a frame");
    first_weight_ = weight;
    return;
  }
  if (sums_.empty()) accumulate(*first_, first_weight_);
  accumulate(picture, weight);
}

void FrameBlend::accumulate(const AVFrame& picture, double weight) {
  const int planes = plane_count(static_cast<AVPixelFormat>(picture.format));
  const bool is_first = sums_.empty();
  cv::Mat weighed;
  for (int plane = 0; plane < planes; ++plane) {
    plane_view(picture, plane).convertTo(weighed, CV_32F, weight);
    if (is_first) {
      sums_.push_back(weighed.clone());
    } else {
      sums_[static_cast<std::size_t>(plane)] += weighed;
    }
  }
}

libav::FramePtr FrameBlend::mean() const {
  if (!first_) return nullptr;
  if (sums_.empty()) {
    libav::FramePtr same = libav::make_frame();
    libav::check(av_frame_ref(same.get(), first_.get()), "no memory for a frame");
    return same;
  }
  libav::FramePtr picture =
      new_picture(static_cast<AVPixelFormat>(first_->format), {first_->width, first_->height}, *first_);
  for (std::size_t plane = 0; plane < sums_.size(); ++plane) {
    cv::Mat target = plane_view(*picture, static_cast<int>(plane));
    sums_[plane].convertTo(target, target.type(), 1 / weight_);
  }
  return picture;
}

}  // namespace smartcrop::internal
