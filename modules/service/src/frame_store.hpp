#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "smartcrop/core/progress.hpp"
#include "smartcrop/service/library.hpp"
#include "smartcrop/service/requests.hpp"
#include "smartcrop/video/frame_source.hpp"

namespace smartcrop::internal {

/// Reads frames of one video at any time. Reads on instead of seeking if that is faster.
class FrameReader {
 public:
  FrameReader(const std::string& path, const CancellationToken& cancellation);

  const VideoInfo& info() const { return source_->info(); }
  /// The frame shown at a time: the last one that begins at or before it.
  Frame at(Time time);
  /// A representative frame of the video.
  Frame representative();

 private:
  std::optional<Frame> read();
  void go_to(Time time);

  CancellationToken cancellation_;
  std::unique_ptr<FrameSource> source_;
  std::vector<Time> keys_;
  std::optional<Frame> shown_, next_;  // neighbors; none after the end, or where nothing was read yet
  std::optional<Frame> representative_;
};

/// A least-recently-used cache of encoded pictures.
class PictureCache {
 public:
  using Picture = std::shared_ptr<const std::vector<std::uint8_t>>;

  explicit PictureCache(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  Picture find(const std::string& key);
  void add(const std::string& key, const Picture& picture);

 private:
  std::mutex mutex_;
  std::size_t most_bytes_, bytes_ = 0;
  std::list<std::pair<std::string, Picture>> pictures_;  // the last used first
};

/// Frames of the library's videos. A few readers stay open while they are in use. Thread-safe; requests for
/// one video wait for each other.
class FrameStore {
 public:
  explicit FrameStore(const CancellationToken& cancellation) : cancellation_(cancellation) {}

  /// The frame at `time`; none = a representative one. Throws what the source throws.
  struct Shown {
    Frame frame;
    VideoInfo info;
  };
  Shown frame(const LibraryVideo& video, std::optional<Time> time);

  /// Closes readers that nobody has used for a while.
  void close_idle();

 private:
  using Clock = std::chrono::steady_clock;
  struct Open {
    std::mutex mutex;  // held while reading
    std::unique_ptr<FrameReader> reader;
    std::int64_t modified_ns = 0;
    Clock::time_point used;
  };
  std::shared_ptr<Open> open(const LibraryVideo& video);

  CancellationToken cancellation_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Open>> open_;  // by path
};

/// The displayed size of the whole frame, pixel aspect included, at most `width` px wide and never enlarged.
cv::Size shown_size(const VideoInfo& video, int width);

std::vector<std::uint8_t> encode(const cv::Mat& bgr, ImageFormat format);

}  // namespace smartcrop::internal
