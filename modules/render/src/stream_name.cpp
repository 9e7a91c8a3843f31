#include "stream_name.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "smartcrop/libav/decoder.hpp"

namespace smartcrop::internal {
namespace {

/// The container's four letters for the stream's content; empty if they are none.
std::string tag_text(unsigned tag) {
  std::array<char, AV_FOURCC_MAX_STRING_SIZE> text{};
  std::string letters = av_fourcc_make_string(text.data(), tag);
  const bool is_word = letters.size() == 4 &&
                       std::ranges::all_of(letters, [](unsigned char c) { return std::isalnum(c) != 0; });
  return is_word ? letters : std::string();
}

std::string content_of(const AVStream& stream) {
  const AVCodecID codec = stream.codecpar->codec_id;
  if (codec != AV_CODEC_ID_NONE && codec != AV_CODEC_ID_BIN_DATA) return libav::codec_name(codec);
  std::string content = tag_text(stream.codecpar->codec_tag);
  const AVDictionaryEntry* handler = av_dict_get(stream.metadata, "handler_name", nullptr, 0);
  if (handler == nullptr || *handler->value == '\0') return content.empty() ? "unknown" : content;
  std::string name = handler->value;
  name.erase(0, name.find_first_not_of(" \t"));
  name.erase(name.find_last_not_of(" \t") + 1);
  return content + (content.empty() || name.empty() ? "" : ", ") + name;
}

}  // namespace

std::string name_of(const AVStream& stream) {
  const char* type = av_get_media_type_string(stream.codecpar->codec_type);
  return std::string(type != nullptr ? type : "unknown") + " stream " + std::to_string(stream.index) + " (" +
         content_of(stream) + ")";
}

}  // namespace smartcrop::internal
