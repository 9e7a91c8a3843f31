#include <cmath>
#include <cstdint>
#include <fstream>
#include <optional>
#include <string_view>

#include "picture_marks.hpp"
#include "smartcrop/core/text.hpp"

namespace smartcrop::internal {
namespace {

/// A box of a MOV or MP4 file: its contents lie from `begin` to `end`.
struct Box {
  std::uint64_t begin = 0, end = 0;
};

class BoxReader {
 public:
  explicit BoxReader(const std::string& path) : file_(path, std::ios::binary) {}

  Box whole() {
    file_.seekg(0, std::ios::end);
    return {0, file_ ? static_cast<std::uint64_t>(file_.tellg()) : 0};
  }

  /// 4 bytes, big-endian; 0 behind the end.
  std::uint32_t number_at(std::uint64_t at) {
    unsigned char bytes[4]{};
    file_.clear();
    file_.seekg(static_cast<std::streamoff>(at));
    file_.read(reinterpret_cast<char*>(bytes), sizeof bytes);
    if (!file_) return 0;
    return std::uint32_t{bytes[0]} << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
  }

  /// The `index`-th box of that name in another.
  std::optional<Box> find(const Box& parent, std::string_view name, int index = 0) {
    std::uint64_t at = parent.begin;
    while (at + 8 <= parent.end) {
      std::uint64_t size = number_at(at), head = 8;
      if (size == 1) {
        size = std::uint64_t{number_at(at + 8)} << 32 | number_at(at + 12);
        head = 16;
      }
      if (size == 0) size = parent.end - at;
      if (size < head || size > parent.end - at) return std::nullopt;
      if (number_at(at + 4) == tag(name) && index-- == 0) return Box{at + head, at + size};
      at += size;
    }
    return std::nullopt;
  }

 private:
  static std::uint32_t tag(std::string_view name) {
    std::uint32_t value = 0;
    for (const char letter : name) value = value << 8 | static_cast<unsigned char>(letter);
    return value;
  }

  std::ifstream file_;
};

/// The sample entry of the track of that id.
std::optional<Box> sample_entry(BoxReader& reader, int track_id) {
  const auto movie = reader.find(reader.whole(), "moov");
  if (!movie) return std::nullopt;
  constexpr int kMostTracks = 1000;
  for (int i = 0; i < kMostTracks; ++i) {
    std::optional<Box> box = reader.find(*movie, "trak", i);
    if (!box) return std::nullopt;
    const auto header = reader.find(*box, "tkhd");
    if (!header) continue;
    const bool is_long = reader.number_at(header->begin) >> 24 == 1;  // times of 64 bits
    if (static_cast<int>(reader.number_at(header->begin + (is_long ? 20 : 12))) != track_id) continue;
    for (const char* name : {"mdia", "minf", "stbl", "stsd"}) {
      if (box) box = reader.find(*box, name);
    }
    if (!box || box->end - box->begin < 16) return std::nullopt;
    const std::uint64_t entry = box->begin + 8;  // behind version and count
    return Box{entry, std::min(box->end, entry + reader.number_at(entry))};
  }
  return std::nullopt;
}

}  // namespace

std::string clean_aperture(const AVFormatContext& input, const AVStream& stream, const std::string& path) {
  const bool is_local =
      path.find("://") == std::string::npos && input.pb != nullptr && input.pb->seekable != 0;
  if (!is_local || !std::string_view(input.iformat->name).starts_with("mov")) return {};
  BoxReader reader(path);
  const auto entry = sample_entry(reader, stream.id);
  constexpr std::uint64_t kEntryHead = 86;  // of a picture's sample entry, its boxes follow
  if (!entry || entry->end - entry->begin <= kEntryHead) return {};
  const auto aperture = reader.find({entry->begin + kEntryHead, entry->end}, "clap");
  if (!aperture) return {};
  const auto side = [&](std::uint64_t at) {
    const double divisor = reader.number_at(at + 4);
    return divisor > 0 ? static_cast<int>(std::lround(reader.number_at(at) / divisor)) : 0;
  };
  const cv::Size size(side(aperture->begin), side(aperture->begin + 8));
  const cv::Size whole(stream.codecpar->width, stream.codecpar->height);
  return size.empty() || size == whole ? std::string() : size_text(size);
}

}  // namespace smartcrop::internal
