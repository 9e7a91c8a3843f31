#include "picture_pool.hpp"

extern "C" {
#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
}

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <mutex>

#include "smartcrop/libav/handles.hpp"

namespace smartcrop::libav {
namespace {

constexpr std::size_t kPage = 4096, kHugePage = 2 << 20;
/// Decoders read a little past a plane; FFmpeg's own buffers have as much to spare.
constexpr std::size_t kSlack = 64;
constexpr int kPlanes = 4;

struct FreePool {
  void operator()(AVBufferPool* pool) const { av_buffer_pool_uninit(&pool); }
};

/// Where the planes of a picture lie in one buffer.
struct Layout {
  std::array<int, kPlanes> line_bytes{};
  std::array<std::size_t, kPlanes> plane_bytes{};
  std::size_t size = 0;
};

std::size_t rounded_up(std::size_t bytes, std::size_t unit) {
  return (bytes + unit - 1) / unit * unit;
}

void unmap(void* opaque, std::uint8_t* data) {
  munmap(data, reinterpret_cast<std::size_t>(opaque));
}

/// Zeroed pages from the beginning of a huge page on.
AVBufferRef* map_pages(std::size_t bytes) {
  const std::size_t mapped = rounded_up(bytes, kPage) + kHugePage;
  void* begin = mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (begin == MAP_FAILED) return nullptr;
  auto* first = static_cast<std::uint8_t*>(begin);
  const std::size_t lead = (kHugePage - reinterpret_cast<std::uintptr_t>(first) % kHugePage) % kHugePage;
  const std::size_t kept = mapped - kHugePage;
  if (lead > 0) munmap(first, lead);
  if (lead < kHugePage) munmap(first + lead + kept, kHugePage - lead);
  madvise(first + lead, kept, MADV_HUGEPAGE);  // advice: nothing is lost if it is not taken
  AVBufferRef* buffer = av_buffer_create(first + lead, bytes, unmap, reinterpret_cast<void*>(kept), 0);
  if (buffer == nullptr) munmap(first + lead, kept);
  return buffer;
}

/// As FFmpeg lays its own pictures out. False if a format's planes cannot be told.
bool find_layout(AVCodecContext& decoder, const AVFrame& picture, Layout& layout) {
  int width = picture.width, height = picture.height;
  std::array<int, AV_NUM_DATA_POINTERS> alignment{};
  avcodec_align_dimensions2(&decoder, &width, &height, alignment.data());
  const auto format = static_cast<AVPixelFormat>(picture.format);
  const auto is_unaligned = [&] {
    for (std::size_t i = 0; i < kPlanes; ++i) {
      if (alignment[i] > 0 && layout.line_bytes[i] % alignment[i] != 0) return true;
    }
    return false;
  };
  do {
    if (av_image_fill_linesizes(layout.line_bytes.data(), format, width) < 0) return false;
    width += width & ~(width - 1);
  } while (is_unaligned());
  std::array<std::ptrdiff_t, kPlanes> lines{};
  std::ranges::copy(layout.line_bytes, lines.begin());
  if (av_image_fill_plane_sizes(layout.plane_bytes.data(), format, height, lines.data()) < 0) return false;
  layout.size = 0;
  for (std::size_t& bytes : layout.plane_bytes) {
    if (bytes > 0) bytes = rounded_up(bytes + kSlack, kSlack);
    layout.size += bytes;
  }
  return true;
}

}  // namespace

/// Shared by the threads of one decoder. A picture keeps the pool it came from alive.
class PicturePool {
 public:
  AVBufferRef* get(std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    if (!pool_ || bytes != bytes_) pool_.reset(av_buffer_pool_init(bytes, map_pages));
    bytes_ = bytes;
    return pool_ ? av_buffer_pool_get(pool_.get()) : nullptr;
  }

 private:
  std::mutex mutex_;
  std::unique_ptr<AVBufferPool, FreePool> pool_;
  std::size_t bytes_ = 0;
};

namespace {

int get_picture(AVCodecContext* decoder, AVFrame* picture, int flags) {
  const AVPixFmtDescriptor* format = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(picture->format));
  constexpr std::uint64_t kUnfit = AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_PAL;
  Layout layout;
  if (decoder->codec_type != AVMEDIA_TYPE_VIDEO || format == nullptr || (format->flags & kUnfit) != 0 ||
      (decoder->codec->capabilities & AV_CODEC_CAP_DR1) == 0 || !find_layout(*decoder, *picture, layout) ||
      layout.size < kHugePage) {
    return avcodec_default_get_buffer2(decoder, picture, flags);
  }
  AVBufferRef* buffer = static_cast<PicturePool*>(decoder->opaque)->get(layout.size);
  if (buffer == nullptr) return AVERROR(ENOMEM);
  picture->buf[0] = buffer;
  picture->extended_data = picture->data;
  std::uint8_t* plane = buffer->data;
  for (std::size_t i = 0; i < kPlanes; ++i) {
    picture->data[i] = layout.plane_bytes[i] > 0 ? plane : nullptr;
    picture->linesize[i] = layout.line_bytes[i];
    plane += layout.plane_bytes[i];
  }
  return 0;
}

}  // namespace

void use_picture_pool(AVCodecContext& decoder) {
  decoder.opaque = new PicturePool;
  decoder.get_buffer2 = get_picture;
}

void FreeCodec::operator()(AVCodecContext* context) const {
  // The decoder's threads may ask for a picture until they have ended.
  const std::unique_ptr<PicturePool> pool(static_cast<PicturePool*>(context->opaque));
  avcodec_free_context(&context);
}

}  // namespace smartcrop::libav
