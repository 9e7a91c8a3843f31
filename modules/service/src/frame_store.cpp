#include <malloc.h>

#include <algorithm>

#include "frame_store.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/visualize/image_file.hpp"
#include "smartcrop/visualize/representative_frame.hpp"

namespace smartcrop::internal {
namespace {

/// Number of videos whose decoders stay open; each holds about 20 pictures.
constexpr std::size_t kMostReaders = 2;
constexpr std::chrono::seconds kIdle{10};
/// Distance up to which reading on is faster than seeking, if the container lists no key frames.
constexpr double kNear_s = 2;
/// Quality of pictures on the page: smaller than files, no visible blocks at that size.
constexpr JpegOptions kPageJpeg{.qscale = 4, .subsample_chroma = true};

}  // namespace

FrameReader::FrameReader(const std::string& path, const CancellationToken& cancellation)
    : cancellation_(cancellation),
      source_(open_file(path, {.cancellation = cancellation})),
      keys_(source_->key_frames()) {}

std::optional<Frame> FrameReader::read() {
  Frame frame;
  return source_->read(frame) ? std::optional(std::move(frame)) : std::nullopt;
}

/// Seeks to a frame at or before `time`, if there is one.
void FrameReader::go_to(Time time) {
  if (shown_ && shown_->time <= time) {
    const auto after = std::ranges::upper_bound(keys_, time);
    const bool is_ahead = keys_.empty() ? (time - shown_->time).value() <= kNear_s
                                        : after == keys_.begin() || *std::prev(after) <= shown_->time;
    if (is_ahead) return source_->hurry_to(time);
  }
  shown_.reset();
  next_.reset();
  if (!source_->seek(time)) source_ = open_file(info().path, {.cancellation = cancellation_});
  source_->hurry_to(time);
  next_ = read();
}

Frame FrameReader::at(Time time) {
  go_to(time);
  while (next_ && (!shown_ || next_->time <= time)) {
    shown_ = std::move(next_);
    next_ = read();
  }
  if (!shown_) throw Error(info().path + ": has no frame at " + to_clock(time));
  return *shown_;
}

Frame FrameReader::representative() {
  if (!representative_) {
    shown_.reset();
    next_.reset();
    RepresentativeOptions options;
    options.cancellation = cancellation_;
    representative_ = representative_frame(*source_, {}, std::nullopt, options);
  }
  return *representative_;
}

PictureCache::Picture PictureCache::find(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(pictures_, key, &std::pair<std::string, Picture>::first);
  if (found == pictures_.end()) return nullptr;
  pictures_.splice(pictures_.begin(), pictures_, found);
  return found->second;
}

void PictureCache::add(const std::string& key, const Picture& picture) {
  const std::lock_guard lock(mutex_);
  pictures_.emplace_front(key, picture);
  bytes_ += picture->size();
  while (bytes_ > most_bytes_ && pictures_.size() > 1) {
    bytes_ -= pictures_.back().second->size();
    pictures_.pop_back();
  }
}

std::shared_ptr<FrameStore::Open> FrameStore::open(const LibraryVideo& video) {
  const std::lock_guard lock(mutex_);
  auto& open = open_[video.path];
  if (!open || open->modified_ns != video.modified_ns) {
    open = std::make_shared<Open>();
    open->modified_ns = video.modified_ns;
  }
  open->used = Clock::now();
  const std::shared_ptr<Open> result = open;
  while (open_.size() > kMostReaders) {
    open_.erase(std::ranges::min_element(open_, {}, [](const auto& item) { return item.second->used; }));
  }
  return result;
}

FrameStore::Shown FrameStore::frame(const LibraryVideo& video, std::optional<Time> time) {
  const std::shared_ptr<Open> open = this->open(video);
  const std::lock_guard lock(open->mutex);
  if (!open->reader) open->reader = std::make_unique<FrameReader>(video.path, cancellation_);
  Frame frame = time ? open->reader->at(*time) : open->reader->representative();
  return {std::move(frame), open->reader->info()};
}

void FrameStore::close_idle() {
  std::vector<std::shared_ptr<Open>> closed;
  {
    const std::lock_guard lock(mutex_);
    const auto limit = Clock::now() - kIdle;
    std::erase_if(open_, [&](auto& item) {
      if (item.second->used > limit) return false;
      closed.push_back(item.second);
      return true;
    });
  }
  if (closed.empty()) return;
  closed.clear();
  malloc_trim(0);
}

cv::Size shown_size(const VideoInfo& video, int width) {
  const double displayed = video.size.width * video.pixel_aspect.value();
  const double scale = std::min(1.0, width / displayed);
  return {std::max(1, static_cast<int>(displayed * scale + 0.5)),
          std::max(1, static_cast<int>(video.size.height * scale + 0.5))};
}

std::vector<std::uint8_t> encode(const cv::Mat& bgr, ImageFormat format) {
  return format == ImageFormat::jpeg ? encode_jpeg(bgr, kPageJpeg) : encode_webp(bgr);
}

}  // namespace smartcrop::internal
