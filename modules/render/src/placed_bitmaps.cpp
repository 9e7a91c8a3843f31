#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>

#include "placed_subtitles.hpp"
#include "smartcrop/core/text.hpp"

namespace smartcrop::internal {
namespace {

using Bytes = std::string;

int number_at(const Bytes& bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]) << 8 | static_cast<unsigned char>(bytes[at + 1]);
}

void put_number(Bytes& bytes, std::size_t at, int number) {
  bytes[at] = static_cast<char>(number >> 8 & 0xff);
  bytes[at + 1] = static_cast<char>(number & 0xff);
}

Bytes bytes_of(const AVPacket& packet) {
  return {reinterpret_cast<const char*>(packet.data), static_cast<std::size_t>(packet.size)};
}

/// Heights of a canvas in the source and in the output; its width is the same in both.
struct Heights {
  int source = 0, output = 0;
};

Heights heights_of(int source, const Placement& placement) {
  const cv::Size2d size = placement.output_size();
  return {source, std::max(2, static_cast<int>(std::lround(source * size.height / size.width / 2)) * 2)};
}

/// Where a bitmap that begins in row `y` begins in the output.
int moved_row(int y, const Heights& heights) {
  if (y >= heights.source / 2) return std::max(0, y + heights.output - heights.source);
  return heights.output < heights.source ? y * heights.output / heights.source : y;
}

/// A presentation composition segment: width, height, 7 bytes, number of objects; each 8 bytes with x and y
/// in the last 4, and 8 more where it is cropped.
void move_composition(Bytes& bytes, std::size_t at, std::size_t end, const Placement& placement,
                      Heights& heights) {
  constexpr std::size_t kHead = 11;
  if (at + kHead > end) return;
  heights = heights_of(number_at(bytes, at + 2), placement);
  put_number(bytes, at + 2, heights.output);
  const int objects = static_cast<unsigned char>(bytes[at + 10]);
  std::size_t object = at + kHead;
  for (int i = 0; i < objects && object + 8 <= end; ++i) {
    constexpr int kIsCropped = 0x80;
    put_number(bytes, object + 6, moved_row(number_at(bytes, object + 6), heights));
    object += (bytes[object + 3] & kIsCropped) != 0 ? 16 : 8;
  }
}

/// A window definition segment: number of windows; each of 9 bytes: id, x, y, width, height.
void move_windows(Bytes& bytes, std::size_t at, std::size_t end, const Heights& heights) {
  if (at >= end || heights.source == 0) return;
  const int windows = static_cast<unsigned char>(bytes[at]);
  for (int i = 0; i < windows; ++i) {
    const std::size_t y = at + 1 + static_cast<std::size_t>(i) * 9 + 3;
    if (y + 2 > end) return;
    put_number(bytes, y, moved_row(number_at(bytes, y), heights));
  }
}

/// Segments of DVB subtitles (ETSI EN 300 743, 7.2): sync byte, type, page, length.
constexpr int kDvbSync = 0x0f, kDvbPage = 0x10, kDvbDisplay = 0x14;
constexpr std::size_t kDvbHead = 6;

/// A display definition segment: version and flags, width - 1, height - 1; where the flags say so, a window
/// in which all places lie: x and y of its first and last column and row. True if there is such a window.
bool move_display(Bytes& bytes, std::size_t at, std::size_t end, const Placement& placement,
                  Heights& heights) {
  constexpr int kHasWindow = 0x08;
  if (at + 5 > end) return false;
  heights = heights_of(number_at(bytes, at + 3) + 1, placement);
  put_number(bytes, at + 3, heights.output - 1);
  if ((bytes[at] & kHasWindow) == 0 || at + 13 > end) return false;
  const int first = number_at(bytes, at + 9), last = number_at(bytes, at + 11);
  put_number(bytes, at + 9, moved_row(first, heights));
  put_number(bytes, at + 11, moved_row(first, heights) + last - first);
  return true;
}

/// A page composition segment: time-out, state; regions of 6 bytes: id, reserved, x, y.
void move_regions(Bytes& bytes, std::size_t at, std::size_t end, const Heights& heights) {
  for (std::size_t region = at + 2; region + 6 <= end; region += 6)
    put_number(bytes, region + 4, moved_row(number_at(bytes, region + 4), heights));
}

/// The definition of the display that DVB assumes if there is none, 720 wide.
Bytes display_segment(const Bytes& page, const Heights& heights) {
  Bytes segment{static_cast<char>(kDvbSync), static_cast<char>(kDvbDisplay), page[0], page[1], 0, 5, 0};
  segment.resize(11);
  put_number(segment, 7, 720 - 1);
  put_number(segment, 9, heights.output - 1);
  return segment;
}

/// The areas in the control sequences of a DVD subtitle; false if the packet is not one.
bool move_areas(Bytes& bytes, const Heights& heights) {
  if (bytes.size() < 4) return false;
  std::size_t sequence = static_cast<std::size_t>(number_at(bytes, 2));
  bool is_moved = false;
  constexpr int kMostSequences = 100;  // each points to the next; a damaged one could point back
  for (int i = 0; i < kMostSequences && sequence + 4 < bytes.size(); ++i) {
    const auto next = static_cast<std::size_t>(number_at(bytes, sequence + 2));
    for (std::size_t at = sequence + 4; at < bytes.size();) {
      const int command = static_cast<unsigned char>(bytes[at++]);
      if (command == 0x05 && at + 6 <= bytes.size()) {  // x1, x2, y1, y2 of 12 bits each
        const int y1 = number_at(bytes, at + 3) >> 4, y2 = number_at(bytes, at + 4) & 0xfff;
        const int moved = moved_row(y1, heights), last = moved + y2 - y1;
        bytes[at + 3] = static_cast<char>(moved >> 4 & 0xff);
        bytes[at + 4] = static_cast<char>((moved & 0xf) << 4 | (last >> 8 & 0xf));
        bytes[at + 5] = static_cast<char>(last & 0xff);
        is_moved = true;
      }
      if (command == 0x03 || command == 0x04) at += 2;
      if (command == 0x05) at += 6;
      if (command == 0x06) at += 4;
      if (command == 0x07 && at + 2 <= bytes.size()) at += static_cast<std::size_t>(number_at(bytes, at));
      if (command > 0x07) break;  // 0xff ends the sequence
    }
    if (next <= sequence) break;
    sequence = next;
  }
  return is_moved;
}

}  // namespace

SubtitleEdit place_pgs(const Placement& placement) {
  // A stream may have its segments in packets of their own.
  const auto heights = std::make_shared<Heights>();
  return [placement, heights](AVPacket& packet, Time) {
    constexpr int kComposition = 0x16, kWindows = 0x17;
    Bytes bytes = bytes_of(packet);
    bool is_placed = false;
    for (std::size_t at = 0; at + 3 <= bytes.size();) {
      const int type = static_cast<unsigned char>(bytes[at]);
      const std::size_t begin = at + 3, length = static_cast<std::size_t>(number_at(bytes, at + 1));
      const std::size_t end = std::min(begin + length, bytes.size());
      if (type == kComposition) move_composition(bytes, begin, end, placement, *heights);
      if (type == kWindows) move_windows(bytes, begin, end, *heights);
      is_placed = is_placed || type == kComposition || type == kWindows;
      at = begin + length;
    }
    if (is_placed) set_contents(packet, bytes);
    return is_placed;
  };
}

SubtitleEdit place_dvb(const Placement& placement) {
  return [placement](AVPacket& packet, Time) {
    constexpr int kUsualHeight = 576;
    Heights heights = heights_of(kUsualHeight, placement);
    Bytes bytes = bytes_of(packet), moved;
    bool has_display = false, has_window = false, is_placed = false;
    std::size_t at = bytes.starts_with(Bytes("\x20\0", 2)) ? 2 : 0;  // what precedes the segments in a file
    moved = bytes.substr(0, at);
    while (at + kDvbHead <= bytes.size() && bytes[at] == kDvbSync) {
      const int type = static_cast<unsigned char>(bytes[at + 1]);
      const std::size_t begin = at + kDvbHead;
      const std::size_t end =
          std::min(begin + static_cast<std::size_t>(number_at(bytes, at + 4)), bytes.size());
      if (type == kDvbDisplay) {
        has_display = true;
        has_window = move_display(bytes, begin, end, placement, heights);
      }
      if (type == kDvbPage) {
        if (!has_display) moved += display_segment(bytes.substr(at + 2, 2), heights);
        if (!has_window) move_regions(bytes, begin, end, heights);
        has_display = is_placed = true;
      }
      moved += bytes.substr(at, end - at);
      at = end;
    }
    moved += bytes.substr(std::min(at, bytes.size()));
    if (is_placed) set_contents(packet, moved);
    return is_placed;
  };
}

SubtitleEdit place_vobsub(const Placement& placement, cv::Size source, AVStream& stream) {
  // The header is the text of an .idx file, with a line `size: 720x576`.
  std::string header = header_of(stream);
  const std::size_t found = header.find("size:");
  cv::Size canvas = source;
  if (found != std::string::npos) {
    int width = 0, height = 0;
    if (std::sscanf(header.c_str() + found, "size: %dx%d", &width, &height) == 2 && width > 0 && height > 0)
      canvas = {width, height};
  }
  const Heights heights = heights_of(canvas.height, placement);
  constexpr int kTallest = 4095;  // rows have 12 bits
  if (heights.output > kTallest) return {};
  const std::string line = "size: " + size_text({canvas.width, heights.output});
  if (found == std::string::npos) {
    header = line + "\n" + header;
  } else {
    header.replace(found, std::min(header.find_first_of("\r\n", found), header.size()) - found, line);
  }
  set_header(stream, header);
  stream.codecpar->width = canvas.width;
  stream.codecpar->height = heights.output;
  return [heights](AVPacket& packet, Time) {
    Bytes bytes = bytes_of(packet);
    if (!move_areas(bytes, heights)) return false;
    set_contents(packet, bytes);
    return true;
  };
}

}  // namespace smartcrop::internal
