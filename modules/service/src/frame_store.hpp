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

/// Reads frames of one video at any moment. Goes on from where it stands where that is shorter than seeking.
class FrameReader {
 public:
  FrameReader(const std::string& path, const CancellationToken& cancellation);

  const VideoInfo& info() const { return source_->info(); }
  /// The frame that is shown at a moment: the last one that begins by then; the last of all after the end.
  Frame at(Time time);
  /// A frame that stands for the video.
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

/// Encoded pictures, the least recently used of which go first.
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

/// Frames of the library's videos. A few readers stay open as long as they are in use. Thread-safe; requests
/// of one video wait for each other.
class FrameStore {
 public:
  explicit FrameStore(const CancellationToken& cancellation) : cancellation_(cancellation) {}

  /// Of the video at `time`, none = one that stands for it. Throws what the source throws.
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

/// The size of a video's whole frame as displayed, pixel aspect included, `width` px wide, not larger than it
/// is.
cv::Size shown_size(const VideoInfo& video, int width);

std::vector<std::uint8_t> encode(const cv::Mat& bgr, ImageFormat format);

}  // namespace smartcrop::internal
