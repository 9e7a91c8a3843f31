#include "smartcrop/importance/map_store.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <list>
#include <memory>
#include <mutex>
#include <opencv2/core.hpp>

#include "smartcrop/libav/unfinished.hpp"

namespace smartcrop {
namespace {

/// Bytes of a file: some 300 analyzed frames, and few enough files for a film (Linux allows 65530 mappings).
constexpr std::size_t kFileBytes = std::size_t{4} << 20;
/// Alignment of maps, bytes, as in cv::fastMalloc().
constexpr int kAlignment = 64;

/// kFileBytes of a new file; nullptr if there can be none.
uchar* mapped_file() {
  const int file = libav::open_nameless_file(libav::temporary_folder());
  if (file < 0) return nullptr;
  // The blocks are reserved: on a full disk the first write to a page would end the process.
  void* data = posix_fallocate(file, 0, kFileBytes) == 0
                   ? mmap(nullptr, kFileBytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
                   : MAP_FAILED;
  close(file);
  return data == MAP_FAILED ? nullptr : static_cast<uchar*>(data);
}

/// A file that is filled from its beginning, and how many of its maps are in use.
struct MappedFile {
  uchar* data;
  std::size_t used = 0, maps = 0;

  void release() const { madvise(data, kFileBytes, MADV_DONTNEED); }
};

/// Puts maps of two dimensions into files; all others, and those that no file can hold, into memory.
class FileAllocator : public cv::MatAllocator {
 public:
  cv::UMatData* allocate(int dims, const int* sizes, int type, void* data, std::size_t* step,
                         cv::AccessFlag access, cv::UMatUsageFlags usage) const override {
    const std::size_t element = CV_ELEM_SIZE(type);
    const std::size_t row = dims == 2 ? element * static_cast<std::size_t>(sizes[1]) : 0;
    const std::size_t bytes = dims == 2 ? row * static_cast<std::size_t>(sizes[0]) : 0;
    auto place = std::make_unique<cv::UMatData>(this);
    if (data != nullptr || bytes == 0 || !take(bytes, *place))
      return cv::Mat::getStdAllocator()->allocate(dims, sizes, type, data, step, access, usage);
    step[0] = row;
    step[1] = element;
    return place.release();
  }

  bool allocate(cv::UMatData* place, cv::AccessFlag, cv::UMatUsageFlags) const override {
    return place != nullptr;
  }

  void deallocate(cv::UMatData* place) const override {
    if (place == nullptr || place->refcount > 0 || place->urefcount > 0) return;
    give_back(*static_cast<MappedFile*>(place->userdata));
    delete place;
  }

  void release_all() const {
    const std::lock_guard lock(mutex_);
    for (const MappedFile& file : files_) file.release();
  }

 private:
  bool take(std::size_t bytes, cv::UMatData& place) const {
    const std::lock_guard lock(mutex_);
    if (files_.empty() || files_.back().used + bytes > kFileBytes) {
      uchar* data = bytes <= kFileBytes ? mapped_file() : nullptr;
      if (data == nullptr) return false;
      if (!files_.empty()) files_.back().release();
      files_.push_back({data});
    }
    MappedFile& file = files_.back();
    place.data = place.origdata = file.data + file.used;
    place.size = bytes;
    place.userdata = &file;
    file.used += cv::alignSize(bytes, kAlignment);
    ++file.maps;
    return true;
  }

  void give_back(MappedFile& file) const {
    const std::lock_guard lock(mutex_);
    if (--file.maps > 0) return;
    munmap(file.data, kFileBytes);
    files_.remove_if([&](const MappedFile& other) { return &other == &file; });
  }

  mutable std::mutex mutex_;
  mutable std::list<MappedFile> files_;  // the last one is being filled
};

/// Is never destroyed: the last map may outlive everything else.
FileAllocator& allocator() {
  static auto* const instance = new FileAllocator;
  return *instance;
}

}  // namespace

cv::Mat stored(const cv::Mat& map) {
  if (map.empty()) return map;
  cv::Mat copy;
  copy.allocator = &allocator();
  map.copyTo(copy);
  copy.allocator = nullptr;  // copies of copies are made in memory
  return copy;
}

void release_stored_maps() {
  allocator().release_all();
}

}  // namespace smartcrop
