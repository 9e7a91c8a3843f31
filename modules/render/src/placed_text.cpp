#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <new>
#include <string_view>
#include <vector>

#include "placed_subtitles.hpp"
#include "smartcrop/core/text.hpp"
#include "smartcrop/libav/error.hpp"

extern "C" {
#include <libavutil/mem.h>
}

namespace smartcrop::internal {
namespace {

/// Where a script names no size: the default of libass.
const cv::Size2d kDefaultCanvas{384, 288};
/// Text outside the picture moves to this far from its edge, of the side.
constexpr double kMargin = 0.05;

/// Maps a point of a script to the output's.
using Move = std::function<cv::Point2d(cv::Point2d)>;

std::string number_text(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.6g", std::round(value * 10) / 10);
  return text.data();
}

/// The numbers between parentheses; empty if there is anything else (a drawing).
std::vector<double> numbers_in(std::string_view list) {
  std::vector<double> numbers;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string word(list.substr(0, comma));
    std::erase(word, ' ');
    const auto number = parse_number<double>(word);
    if (!number) return {};
    numbers.push_back(*number);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return numbers;
}

struct Tag {
  std::string_view name;
  std::size_t points;  // pairs of coordinates at its beginning
};
constexpr std::array<Tag, 5> kTags{Tag{"pos", 1}, Tag{"move", 2}, Tag{"org", 1}, Tag{"clip", 2},
                                   Tag{"iclip", 2}};

/// `\name(...)` with its points moved; empty for a clip that is a drawing, which is left out.
std::string moved_tag(const Tag& tag, std::string_view list, const Move& move) {
  std::vector<double> numbers = numbers_in(list);
  if (numbers.size() < 2 * tag.points) return {};
  for (std::size_t i = 0; i < 2 * tag.points; i += 2) {
    const cv::Point2d point = move({numbers[i], numbers[i + 1]});
    numbers[i] = point.x;
    numbers[i + 1] = point.y;
  }
  std::string text = "\\" + std::string(tag.name) + "(";
  for (std::size_t i = 0; i < numbers.size(); ++i) text += (i > 0 ? "," : "") + number_text(numbers[i]);
  return text + ")";
}

/// Moves all placing tags of an event's text; false if it has none.
bool move_tags(std::string& text, const Move& move) {
  bool is_placed = false;
  for (std::size_t at = text.find('\\'); at != std::string::npos; at = text.find('\\', at + 1)) {
    for (const Tag& tag : kTags) {
      const std::size_t open = at + 1 + tag.name.size();
      if (text.compare(at + 1, tag.name.size(), tag.name) != 0 || open >= text.size() || text[open] != '(')
        continue;
      const std::size_t close = text.find(')', open);
      if (close == std::string::npos) continue;
      const std::string moved =
          moved_tag(tag, std::string_view(text).substr(open + 1, close - open - 1), move);
      text.replace(at, close + 1 - at, moved);
      at = moved.empty() && at > 0 ? at - 1 : at;
      is_placed = true;
      break;
    }
  }
  return is_placed;
}

Move mover(const Placement& placement, cv::Size2d from, cv::Size2d to, Time time) {
  return [&placement, from, to, time](cv::Point2d point) {
    const cv::Point2d share = placement.in_output({point.x / from.width, point.y / from.height}, time);
    return cv::Point2d(std::clamp(share.x, kMargin, 1 - kMargin) * to.width,
                       std::clamp(share.y, kMargin, 1 - kMargin) * to.height);
  };
}

/// Reads `key: N` of a script's header, and writes another number there; `value` stays if it is missing.
void exchange(std::string& header, const std::string& key, double& value, double factor) {
  const std::size_t found = header.find(key + ":");
  if (found == std::string::npos) {
    const std::size_t section = header.find("[Script Info]");
    const std::size_t line = section == std::string::npos ? section : header.find('\n', section);
    if (line != std::string::npos)
      header.insert(line + 1, key + ": " + std::to_string(std::lround(value * factor)) + "\n");
    return;
  }
  const std::size_t begin = found + key.size() + 1,
                    end = std::min(header.find_first_of("\r\n", begin), header.size());
  std::string word = header.substr(begin, end - begin);
  std::erase(word, ' ');
  const auto number = parse_number<double>(word);
  if (number && *number > 0) value = *number;
  header.replace(begin, end - begin, " " + std::to_string(std::max(1L, std::lround(value * factor))));
}

}  // namespace

void set_contents(AVPacket& packet, const std::string& contents) {
  const int size = static_cast<int>(contents.size());
  libav::PacketPtr changed = libav::make_packet();
  libav::check(av_new_packet(changed.get(), size), "no memory for a packet");
  std::memcpy(changed->data, contents.data(), contents.size());
  libav::check(av_packet_copy_props(changed.get(), &packet), "no memory for a packet");
  av_packet_unref(&packet);
  av_packet_move_ref(&packet, changed.get());
}

std::string header_of(const AVStream& stream) {
  const AVCodecParameters& codec = *stream.codecpar;
  if (codec.extradata == nullptr) return {};
  return {reinterpret_cast<const char*>(codec.extradata), static_cast<std::size_t>(codec.extradata_size)};
}

void set_header(AVStream& stream, const std::string& header) {
  AVCodecParameters& codec = *stream.codecpar;
  av_freep(&codec.extradata);
  codec.extradata = static_cast<std::uint8_t*>(av_mallocz(header.size() + AV_INPUT_BUFFER_PADDING_SIZE));
  if (codec.extradata == nullptr) throw std::bad_alloc();
  std::memcpy(codec.extradata, header.data(), header.size());
  codec.extradata_size = static_cast<int>(header.size());
}

SubtitleEdit place_ass(const Placement& placement, AVStream& stream) {
  std::string header = header_of(stream);
  const cv::Size2d factors = placement.output_size();
  cv::Size2d from = kDefaultCanvas;
  exchange(header, "PlayResX", from.width, factors.width);
  exchange(header, "PlayResY", from.height, factors.height);
  set_header(stream, header);
  const cv::Size2d to(from.width * factors.width, from.height * factors.height);
  return [placement, from, to](AVPacket& packet, Time time) {
    std::string text(reinterpret_cast<const char*>(packet.data), static_cast<std::size_t>(packet.size));
    if (!move_tags(text, mover(placement, from, to, time))) return false;
    set_contents(packet, text);
    return true;
  };
}

SubtitleEdit place_subrip(const Placement& placement) {
  return [placement](AVPacket& packet, Time time) {
    std::string text(reinterpret_cast<const char*>(packet.data), static_cast<std::size_t>(packet.size));
    if (!move_tags(text, mover(placement, kDefaultCanvas, kDefaultCanvas, time))) return false;
    set_contents(packet, text);
    return true;
  };
}

}  // namespace smartcrop::internal
