#include "smartcrop/libav/size_watch.hpp"

namespace smartcrop::libav {
namespace {

std::string size_text(int width, int height) {
  return std::to_string(width) + "x" + std::to_string(height);
}

}  // namespace

void SizeWatch::look(const AVFrame& picture, Time time) {
  const bool is_same = picture.width == width_ && picture.height == height_;
  if (is_same || !note_.empty() || width_ <= 0) return;
  note_ = "the picture's size changes at " + to_clock(time) + " from " + size_text(width_, height_) + " to " +
          size_text(picture.width, picture.height) + ": scaled to " + size_text(width_, height_);
}

}  // namespace smartcrop::libav
