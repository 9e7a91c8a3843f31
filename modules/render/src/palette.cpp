#include "palette.hpp"

#include <new>

#include "filter_graph.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/libav/error.hpp"

extern "C" {
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
}

namespace smartcrop::internal {
namespace {

constexpr const char* kWhat = "a picture in 256 colors";

// Dots of a fixed pattern stay where they are from frame to frame, which compresses well.
constexpr const char* kDither = "dither=bayer:bayer_scale=3";

AVFilterContext& add(AVFilterGraph& graph, const char* filter, const std::string& arguments) {
  AVFilterContext* made = nullptr;
  libav::check(avfilter_graph_create_filter(&made, avfilter_get_by_name(filter), filter, arguments.c_str(),
                                            nullptr, &graph),
               kWhat);
  return *made;
}

void link(AVFilterContext& from, unsigned output, AVFilterContext& to, unsigned input) {
  libav::check(avfilter_link(&from, output, &to, input), kWhat);
}

}  // namespace

libav::FramePtr with_palette(const AVFrame& picture) {
  const GraphPtr graph(avfilter_graph_alloc());
  if (!graph) throw std::bad_alloc();
  graph->nb_threads = 1;
  AVFilterContext& entry = add(*graph, "buffer",
                               "video_size=" + size_text({picture.width, picture.height}) +
                                   ":pix_fmt=" + std::to_string(picture.format) + ":time_base=1/1000");
  AVFilterContext& both = add(*graph, "split", "");
  AVFilterContext& colors = add(*graph, "palettegen", "");
  AVFilterContext& use = add(*graph, "paletteuse", kDither);
  AVFilterContext& exit = add(*graph, "buffersink", "");
  link(entry, 0, both, 0);
  link(both, 0, colors, 0);
  link(both, 1, use, 0);
  link(colors, 0, use, 1);
  link(use, 0, exit, 0);
  libav::check(avfilter_graph_config(graph.get(), nullptr), kWhat);

  const libav::FramePtr frame = libav::make_frame();
  libav::check(av_frame_ref(frame.get(), &picture), "no memory for a frame");
  frame->pts = 0;
  libav::check(av_buffersrc_add_frame_flags(&entry, frame.get(), AV_BUFFERSRC_FLAG_NO_CHECK_FORMAT), kWhat);
  libav::check(av_buffersrc_add_frame_flags(&entry, nullptr, 0), kWhat);
  libav::FramePtr reduced = libav::make_frame();
  libav::check(av_buffersink_get_frame(&exit, reduced.get()), kWhat);
  return reduced;
}

std::string palette_filter() {
  std::string filter = ",split[a][b];[a]palettegen=stats_mode=single[p];[b][p]paletteuse=new=1:";
  filter += kDither;
  return filter;
}

}  // namespace smartcrop::internal
