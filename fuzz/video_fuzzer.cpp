// Video files: any bytes are refused with an Error, or give frames that are what the file says of itself.

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "smartcrop/core/error.hpp"
#include "smartcrop/video/frame_source.hpp"
#include "smartcrop/video/frame_times.hpp"

namespace {

/// Bytes as a file that has a path but lies in memory.
class FileInMemory {
 public:
  FileInMemory(const std::uint8_t* data, std::size_t size) : descriptor_(memfd_create("video", MFD_CLOEXEC)) {
    if (descriptor_ < 0 || write(descriptor_, data, size) != static_cast<ssize_t>(size)) std::abort();
  }
  ~FileInMemory() { close(descriptor_); }
  FileInMemory(const FileInMemory&) = delete;
  FileInMemory& operator=(const FileInMemory&) = delete;

  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

/// Every byte of the planes, so that the sanitizers see what lies outside.
std::uint64_t sum_of(const cv::Mat& plane) {
  std::uint64_t sum = 0;
  for (int y = 0; y < plane.rows; ++y) {
    const std::uint8_t* row = plane.ptr(y);
    for (std::size_t x = 0; x < static_cast<std::size_t>(plane.cols) * plane.elemSize(); ++x) sum += row[x];
  }
  return sum;
}

void read_some(smartcrop::FrameSource& source) {
  constexpr int kFrames = 20;
  smartcrop::Frame frame;
  for (int i = 0; i < kFrames && source.read(frame); ++i) {
    if (frame.luma.size() != source.info().stored_size) std::abort();
    volatile std::uint64_t sum = sum_of(frame.luma) + sum_of(frame.chroma[0]) + sum_of(frame.chroma[1]);
    static_cast<void>(sum);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace smartcrop;
  const FileInMemory file(data, size);
  try {
    const auto source = open_file(file.path(), {.threads = 1});
    source->info().estimated_frames();
    read_some(*source);
    constexpr std::size_t kSeeks = 3;
    const std::vector<Time> keys = source->key_frames();
    for (std::size_t i = 0; i < keys.size() && i < kSeeks; ++i) {
      if (!source->seek(keys[keys.size() - 1 - i])) continue;
      source->expect(2);
      read_some(*source);
    }
    frame_times(file.path(), {.threads = 1});
  } catch (const Error&) {  // the file's fault
  }
  return 0;
}
