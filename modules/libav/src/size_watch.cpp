#include "smartcrop/libav/size_watch.hpp"

#include "smartcrop/core/text.hpp"

namespace smartcrop::libav {
namespace {

std::string aspect_text(AVRational aspect) {
  return std::to_string(aspect.num) + ":" + std::to_string(aspect.den);
}

}  // namespace

void SizeWatch::look(const AVFrame& picture, Time time) {
  if (!note_.empty()) return;
  const AVRational aspect = picture.sample_aspect_ratio;
  if (pixel_aspect_.num <= 0) pixel_aspect_ = aspect;
  if (aspect.num > 0 && av_cmp_q(aspect, pixel_aspect_) != 0) {
    note_ = "the shape of the pixels changes at " + to_clock(time) + " from " + aspect_text(pixel_aspect_) +
            " to " + aspect_text(aspect) + ": the output keeps " + aspect_text(pixel_aspect_) +
            "; --start and --end choose a part";
    return;
  }
  const bool is_same = picture.width == width_ && picture.height == height_;
  if (is_same || width_ <= 0) return;
  note_ = "the picture's size changes at " + to_clock(time) + " from " + size_text({width_, height_}) +
          " to " + size_text({picture.width, picture.height}) + ": scaled to " + size_text({width_, height_});
}

}  // namespace smartcrop::libav
