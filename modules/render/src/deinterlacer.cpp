#include "deinterlacer.hpp"

#include <new>

#include "smartcrop/core/text.hpp"
#include "smartcrop/libav/decoder.hpp"
#include "smartcrop/libav/error.hpp"

extern "C" {
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
}

namespace smartcrop::internal {

void Deinterlacer::take(const TimedPicture& picture, const Sink& sink) {
  was_needed_ = was_needed_ || picture.frame->interlaced_frame != 0;
  if (!was_needed_) {
    sink(picture);
    return;
  }
  if (graph_ && !fits(*picture.frame)) finish(sink);
  if (!graph_) open(*picture.frame);
  const libav::FramePtr frame = libav::make_frame();
  libav::check(av_frame_ref(frame.get(), picture.frame), "no memory for a frame");
  frame->pts = picture.pts;
  inside_.push_back({picture.pts, picture.duration});
  libav::check(av_buffersrc_add_frame_flags(entry_, frame.get(), AV_BUFFERSRC_FLAG_NO_CHECK_FORMAT),
               "deinterlacing");
  receive(sink);
}

void Deinterlacer::finish(const Sink& sink) {
  if (!graph_) return;
  libav::check(av_buffersrc_add_frame_flags(entry_, nullptr, 0), "deinterlacing");
  receive(sink);
  inside_.clear();
  graph_.reset();
}

bool Deinterlacer::fits(const AVFrame& frame) const {
  return frame.width == width_ && frame.height == height_ && frame.format == format_;
}

void Deinterlacer::open(const AVFrame& frame) {
  width_ = frame.width;
  height_ = frame.height;
  format_ = frame.format;
  graph_.reset(avfilter_graph_alloc());
  if (!graph_) throw std::bad_alloc();
  graph_->nb_threads = threads_;
  const std::string what = "pictures of pixel format " + libav::pixel_format_name(format_) +
                           " cannot be deinterlaced; use --deinterlace off to keep the fields";
  // Times are kept in inside_, so any time base does.
  const std::string picture = "video_size=" + size_text({width_, height_}) +
                              ":pix_fmt=" + std::to_string(format_) + ":time_base=1/1000";
  const auto add = [&](const char* filter, const std::string& arguments) {
    AVFilterContext* made = nullptr;
    libav::check(avfilter_graph_create_filter(&made, avfilter_get_by_name(filter), filter, arguments.c_str(),
                                              nullptr, graph_.get()),
                 what);
    return made;
  };
  entry_ = add("buffer", picture);
  AVFilterContext* filter = add("bwdif", "mode=send_frame:parity=auto:deint=interlaced");
  exit_ = add("buffersink", "");
  libav::check(avfilter_link(entry_, 0, filter, 0), what);
  libav::check(avfilter_link(filter, 0, exit_, 0), what);
  libav::check(avfilter_graph_config(graph_.get(), nullptr), what);
}

void Deinterlacer::receive(const Sink& sink) {
  const libav::FramePtr frame = libav::make_frame();
  while (!inside_.empty()) {
    const int code = av_buffersink_get_frame(exit_, frame.get());
    if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return;
    libav::check(code, "deinterlacing");
    const Timing timing = inside_.front();
    inside_.pop_front();
    sink({frame.get(), timing.pts, timing.duration});
    av_frame_unref(frame.get());
  }
}

}  // namespace smartcrop::internal
